using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>The recorded exchanges with one node, served again: each request gets the answer it once got.</summary>
internal sealed class Recording
{
    private readonly JsonArray exchanges;

    public Recording(string node) => exchanges = (JsonArray)JsonNode.Parse(File.ReadAllText(Vectors.Require("rpc", FileOf(node))))!;

    /// <summary>Nodes recorded.</summary>
    public static TheoryData<string> Nodes => new("anvil", "hardhat", "besu");

    /// <summary>The parameters of an exchange.</summary>
    public JsonArray Parameters(string name) => (JsonArray)Find(name)["req"]!["params"]!;

    /// <summary>The recorded result.</summary>
    public JsonNode? Result(string name) => Find(name)["res"]!["result"];

    /// <summary>The notifications that came over WebSocket.</summary>
    public JsonArray Frames => (JsonArray)Find("ws notifications")["frames"]!;

    /// <summary>Serves the recording.</summary>
    public FakeNode Serve() => FakeNode.OfCalls(Answer);

    /// <summary>The recorded answer to a request of the same method and the same parameters, give or take how they may be written.</summary>
    public JsonObject Answer(JsonObject request)
    {
        var wanted = Canonical(request);
        foreach (var exchange in exchanges)
            if (exchange!["req"] is JsonObject recorded && Canonical(recorded) == wanted)
                return exchange["res"]!["error"] is { } error ? new JsonObject { ["error"] = error.DeepClone() } : FakeNode.Result(exchange["res"]!["result"]?.DeepClone());
        throw new InvalidOperationException($"Nothing recorded for {request.ToJsonString()}");
    }

    /// <summary>Method and parameters in one spelling: lower case, call data as <c>data</c>, members sorted, a single address as an array of one, no trailing default block.</summary>
    public static string Canonical(JsonObject request)
    {
        var parameters = ((JsonArray)request["params"]!).Select(Canonical).ToList();
        if (parameters.Count > 1 && parameters[^1] == "\"latest\"") parameters.RemoveAt(parameters.Count - 1);
        return $"{request["method"]}({string.Join(',', parameters)})";
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.OrderBy(static m => Name(m.Key), StringComparer.Ordinal).Where(static m => !IsZeroFrom(m)).Select(static m => Name(m.Key) + ":" + Member(m))) + "}",
        JsonArray items when items.Count == 0 => "null",
        JsonArray items => "[" + string.Join(',', items.Select(Canonical)) + "]",
        null => "null",
        _ => JsonSerializer.Serialize(node).ToLowerInvariant(),
    };

    private static string Member(KeyValuePair<string, JsonNode?> member) =>
        member is { Key: "address", Value: JsonValue single } ? "[" + Canonical(single) + "]" : Canonical(member.Value);

    private static bool IsZeroFrom(KeyValuePair<string, JsonNode?> member) =>
        member.Key == "from" && member.Value is JsonValue value && value.ToString().AsSpan(2).TrimStart('0').IsEmpty;

    private static string Name(string name) => name == "input" ? "data" : name;

    private JsonNode Find(string name) => exchanges.Single(exchange => (string?)exchange!["name"] == name)!;

    private static string FileOf(string node) => node switch { "anvil" => "anvil-1.7.1.json", "hardhat" => "hardhat-3.18.0.json", _ => "besu-23.4.1-qbft.json" };
}
