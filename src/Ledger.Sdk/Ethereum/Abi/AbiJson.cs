using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Reads the entries of a JSON ABI.</summary>
internal static class AbiJson
{
    public static AbiFunction Function(JsonElement entry) =>
        new(Text(entry, "name") ?? "", Parameters(entry, "inputs"), Parameters(entry, "outputs"), Text(entry, "stateMutability") ?? "nonpayable");

    public static AbiEvent Event(JsonElement entry) => new(Name(entry), Parameters(entry, "inputs"), Flag(entry, "anonymous"));

    public static AbiError Error(JsonElement entry) => new(Name(entry), Parameters(entry, "inputs"));

    public static string? Text(JsonElement entry, string property) =>
        entry.ValueKind != JsonValueKind.Object ? throw new FormatException("ABI: an entry that is no object.")
        : entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()
        : null;

    private static string Name(JsonElement entry) => Text(entry, "name") ?? throw new FormatException("ABI: an event or error without a name.");

    private static bool Flag(JsonElement entry, string property) => entry.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    private static List<AbiParameter> Parameters(JsonElement entry, string property)
    {
        var parameters = new List<AbiParameter>();
        if (!entry.TryGetProperty(property, out var list)) return parameters;
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"ABI: {property} is no array.");
        foreach (var item in list.EnumerateArray())
        {
            var type = Text(item, "type") ?? throw new FormatException("ABI: a parameter without a type.");
            var components = type.StartsWith("tuple", StringComparison.Ordinal) ? Parameters(item, "components") : null;
            parameters.Add(new AbiParameter(Text(item, "name") ?? "", AbiTypeParser.Parse(type, components), Flag(item, "indexed")));
        }
        return parameters;
    }
}
