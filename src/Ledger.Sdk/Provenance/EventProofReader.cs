using System.Text;
using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using static Ledger.Sdk.Provenance.ProofBundleReader;

namespace Ledger.Sdk.Provenance;

/// <summary>Reads what a bundle of an event has and others have not: fields and capture.</summary>
internal static class EventProofReader
{
    private const int MostFields = 4096;

    /// <summary>The fields; each name but those of the first two places once, and withheld leaves in ascending order.</summary>
    public static FieldLeaf[] Fields(JsonElement json)
    {
        FieldLeaf[] leaves = [.. List(json, "fields").Select(Leaf)];
        if (leaves.Length is < FieldCommitment.FirstMember or > MostFields) throw Malformed($"fields has {leaves.Length} entries.");
        var names = leaves.Skip(FieldCommitment.FirstMember).Select(leaf => leaf.Field?.Name).OfType<string>().ToList();
        if (names.Distinct().Count() < names.Count) throw Malformed("A field is given twice.");
        if (leaves[0].Field is { } hash && (hash.Name != FieldCommitment.HashName || HashOf(hash) is null))
            throw Malformed($"fields[0] is no {FieldCommitment.HashName} of CBV 2.0.");
        if (leaves[1].Field is { } context && context.Name != FieldCommitment.ContextName) throw Malformed($"fields[1] is no {FieldCommitment.ContextName}.");
        return leaves.Select(leaf => leaf.Leaf).SequenceEqual(FieldLeaf.Arrange(leaves).Select(leaf => leaf.Leaf))
            ? leaves
            : throw Malformed("The withheld fields are not in ascending order.");
    }

    /// <summary>Who signed for the event; null where it is not told.</summary>
    public static CaptureProof? Capture(JsonElement json)
    {
        if (!json.TryGetProperty("capture", out var capture)) return null;
        RequireFields(capture, "capture.", ["party", "eventsRoot", "count", "path", "signedBy", "signer", "signature"]);
        var message = new EventCapture(new PartyId(Read<ulong>(capture, "party")), Read<Hash32>(capture, "eventsRoot"), Read<ulong>(capture, "count"));
        var signedBy = Field(capture, "signedBy").ToString() switch
        {
            "party" => CaptureSigner.Party,
            "api" => CaptureSigner.Api,
            _ => throw Malformed("capture.signedBy is neither party nor api."),
        };
        return new CaptureProof(
            message, Hashes(capture, "path"), signedBy, Read<Address>(capture, "signer"), Signature.Parse(Bytes(Field(capture, "signature"), "capture.signature")));
    }

    /// <summary>The 32 bytes of an event hash ID <c>ni:///sha-256;…?ver=CBV2.0</c>; null where the field is none.</summary>
    public static Hash32? HashOf(EventField field)
    {
        const string prefix = "\"ni:///sha-256;";
        const string suffix = "?ver=CBV2.0\"";
        var text = field.Value;
        return text.Length == prefix.Length + 64 + suffix.Length && text.StartsWith(prefix, StringComparison.Ordinal) && text.EndsWith(suffix, StringComparison.Ordinal)
            && Hash32.TryParse($"0x{text.Substring(prefix.Length, 64)}", out var hash) ? hash : null;
    }

    private static FieldLeaf Leaf(JsonElement json, int place)
    {
        var path = $"fields[{place}]";
        if (json.ValueKind == JsonValueKind.String) return new FieldLeaf(null, WordTypes.Of<Hash32>().Parse(json, path));
        RequireFields(json, $"{path}.", ["name", "value", "salt"]);
        if (Field(json, "name").ValueKind != JsonValueKind.String) throw Malformed($"{path}.name is no string.");
        var salt = Bytes(Field(json, "salt"), $"{path}.salt");
        if (salt.Length != FieldCommitment.SaltSize) throw Malformed($"{path}.salt has not {FieldCommitment.SaltSize} bytes.");
        var raw = Encoding.UTF8.GetBytes(Field(json, "value").GetRawText());
        var length = EventMembers.WriteCompact(raw, raw);
        var field = new EventField(Field(json, "name").GetString()!, Encoding.UTF8.GetString(raw.AsSpan(..length)), salt);
        return new FieldLeaf(field, field.Leaf(place));
    }
}
