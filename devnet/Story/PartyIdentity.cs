using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>Who a party is: the chain has only a salted commitment of the document; who has document and salt can open it.</summary>
/// <param name="Document">JSON with <c>name</c> and, where known, <c>gln</c>.</param>
/// <param name="Salt">32 bytes. The devnet's follows from the document, so that the same party comes back at the next start; a real one is random.</param>
internal sealed record PartyIdentity(string Document, Hash32 Salt)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The identity of party 1, who admits the others.</summary>
    public static PartyIdentity Registrar { get; } = Of("Registrar of the devnet", null);

    /// <summary>keccak256(salt ‖ keccak256(document)).</summary>
    public Hash32 Commitment => Keccak256.Hash([.. Salt.Span, .. Keccak256.Hash(Encoding.UTF8.GetBytes(Document)).Span]);

    /// <summary>The identity with this name.</summary>
    public static PartyIdentity Of(string name, string? gln)
    {
        var document = JsonSerializer.Serialize(gln is null ? new Dictionary<string, string> { ["name"] = name } : new Dictionary<string, string> { ["name"] = name, ["gln"] = gln }, Json);
        return new PartyIdentity(document, Keccak256.Hash(Encoding.UTF8.GetBytes($"ledger development salt: {document}")));
    }
}
