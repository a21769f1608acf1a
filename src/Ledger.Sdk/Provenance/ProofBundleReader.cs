using System.Text;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>Reads proof bundles: every field once, no other, and in no other writing than <see cref="ProofBundle.ToJson"/>'s but
/// for whitespace.</summary>
internal static class ProofBundleReader
{
    private static readonly string[] Common =
        ["ledgerProof", "kind", "chainId", "contract", "block", "transactionIndex", "transactionProof", "receiptProof", "logIndex"];
    private static readonly string[] HandOff = [.. Common, "intent", "keys"];
    private static readonly string[] WholeEvent = [.. Common, "event", "salt", "commitment", "path", "root"];
    private static readonly string[] Event = [.. Common, "fields", "capture", "commitment", "path", "root"];

    public static ProofBundle Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            // Strict, because a lenient reader would take different bytes for the same text.
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 128 });
            var bundle = Read(document.RootElement);
            return CanonicalJson.Difference(utf8, Encoding.UTF8.GetBytes(bundle.ToJson())) is { } place
                ? throw Malformed(
                    $"{place} is not written in the canonical form.",
                    "Take the bundle as it was issued: lower-case hexadecimal, plain numbers, fields in order.")
                : bundle;
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException or FormatException or InvalidOperationException)
        {
            throw Malformed($"It is no JSON of a bundle: {exception.Message}", null, exception);
        }
        catch (LedgerException exception) when (exception.Code != "malformed-proof")
        {
            throw Malformed(exception.Message, exception.Hint, exception);
        }
    }

    private static ProofBundle Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Malformed("It is no object.");
        var version = Int(Field(json, "ledgerProof"), "ledgerProof");
        var kind = Field(json, "kind").ToString();
        RequireFields(json, "", (kind, version) switch
        {
            ("hand-off", 1) => HandOff,
            ("event", 1) => WholeEvent,
            ("event", 2) => Event,
            ("hand-off" or "event", _) => throw Malformed($"There is no version {version} of kind {kind}.", "Use a newer verifier."),
            _ => throw Malformed($"kind is '{kind}', neither hand-off nor event."),
        });
        var chainId = Read<ulong>(json, "chainId");
        var contract = Read<Address>(json, "contract");
        var inclusion = ReadInclusion(json);
        return (kind, version) switch
        {
            ("hand-off", _) => ReadHandOff(json, chainId, contract, inclusion),
            (_, 1) => ReadWholeEvent(json, chainId, contract, inclusion),
            _ => new EventProof(
                chainId, contract, EventProofReader.Fields(json), EventProofReader.Capture(json), Read<Hash32>(json, "commitment"), Hashes(json, "path"),
                Read<Hash32>(json, "root"), inclusion),
        };
    }

    private static HandOffProof ReadHandOff(JsonElement json, ulong chainId, Address contract, BlockInclusion inclusion)
    {
        var intent = SignedIntent.Parse(Field(json, "intent"));
        if (intent.Intent is not (CustodyOffer or Rejection)) throw Malformed($"intent is a {intent.Intent.Type}, no hand-off.");
        return new HandOffProof(
            chainId, contract, intent, [.. List(json, "keys").Select((key, i) => WordTypes.Of<Address>().Parse(key, $"keys[{i}]"))],
            inclusion);
    }

    private static WholeEventProof ReadWholeEvent(JsonElement json, ulong chainId, Address contract, BlockInclusion inclusion)
    {
        var text = Field(json, "event").ValueKind == JsonValueKind.String
            ? Field(json, "event").GetString()!
            : throw Malformed("event is no string.");
        return new WholeEventProof(
            chainId, contract, text, Read<Hash32>(json, "salt"), Read<Hash32>(json, "commitment"), Hashes(json, "path"), Read<Hash32>(json, "root"),
            inclusion);
    }

    private static BlockInclusion ReadInclusion(JsonElement json)
    {
        var block = Field(json, "block");
        RequireFields(block, "block.", ["hash", "header"]);
        return new BlockInclusion(
            WordTypes.Of<Hash32>().Parse(Field(block, "hash"), "block.hash"),
            Bytes(Field(block, "header"), "block.header"),
            Int(Field(json, "transactionIndex"), "transactionIndex"),
            [.. List(json, "transactionProof").Select((node, i) => Bytes(node, $"transactionProof[{i}]"))],
            [.. List(json, "receiptProof").Select((node, i) => Bytes(node, $"receiptProof[{i}]"))],
            Int(Field(json, "logIndex"), "logIndex"));
    }

    internal static void RequireFields(JsonElement json, string path, string[] names)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Malformed($"{path.TrimEnd('.')} is no object.");
        foreach (var property in json.EnumerateObject())
            if (!names.Contains(property.Name)) throw Malformed($"{path}{property.Name} is no field of a bundle.");
    }

    internal static JsonElement Field(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value : throw Malformed($"{name} is missing.");

    internal static Hash32[] Hashes(JsonElement json, string name) =>
        [.. List(json, name).Select((hash, i) => WordTypes.Of<Hash32>().Parse(hash, $"{name}[{i}]"))];

    internal static JsonElement.ArrayEnumerator List(JsonElement json, string name) =>
        Field(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Malformed($"{name} is no list.");

    internal static T Read<T>(JsonElement json, string name) => WordTypes.Of<T>().Parse(Field(json, name), name);

    private static int Int(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var value) && value >= 0
            ? value
            : throw Malformed($"{name} is no small number.");

    internal static byte[] Bytes(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.String && Hex.TryDecode(json.GetString(), out var bytes)
            ? bytes
            : throw Malformed($"{name} is no hexadecimal data.");

    internal static LedgerException Malformed(string message, string? hint = null, Exception? inner = null) =>
        new("malformed-proof", $"This is no proof bundle: {message}", hint, inner);
}
