using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Contracts;

/// <summary>An intent on its way from signer to signer: the message, where it counts, whose keys must sign, and who has.</summary>
/// <param name="Intent">The message.</param>
/// <param name="Domain">The chain and contract it is for.</param>
/// <param name="Keys">The key that each signer has at the moment, in the order of <see cref="Intent.Signers"/>.</param>
/// <param name="Signatures">65 bytes each; null where one is missing.</param>
public sealed record IntentDraft(Intent Intent, IntentDomain Domain, IReadOnlyList<Address> Keys, IReadOnlyList<byte[]?> Signatures)
{
    /// <summary>An unsigned draft.</summary>
    public static IntentDraft Of(Intent intent, IntentDomain domain, IReadOnlyList<Address> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new IntentDraft(intent, domain, keys, new byte[]?[keys.Count]);
    }

    /// <summary>The operation's id: the digest of the message, but where one signed message can be executed in more than one way.</summary>
    public Hash32 Id => Intent.OperationId(Domain);

    /// <summary>Refuses a draft whose signatures would count elsewhere than in this ledger.</summary>
    /// <exception cref="LedgerException">wrong-domain.</exception>
    public IntentDraft RequireOf(DeploymentManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.DomainOf(Intent.Contract) != Domain)
            throw new LedgerException(
                "wrong-domain", $"The draft is for {Domain.Contract} on chain {Domain.ChainId}, which is not {Intent.Contract} of this ledger.",
                "Do not sign it: ask where it comes from.");
        if (Intent is Loan { Pledge: { } pledge } && manifest.AddressOf(pledge.Message.Contract) != pledge.Contract)
            throw new LedgerException(
                "wrong-domain", $"The loan's pledge is for {pledge.Contract}, which is not {pledge.Message.Contract} of this ledger.",
                "Do not sign it: ask where it comes from.");
        return this;
    }

    /// <summary>Those who have not signed.</summary>
    public IEnumerable<RequiredSigner> Missing => Intent.Signers(Domain).Where((_, i) => Signatures[i] is null);

    /// <summary>The draft with the signature of this key wherever it is the one that is asked for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="signer">The name of one signer (<c>from</c>, <c>to</c>, <c>party</c>…), to sign there whatever its current key is: a
    /// recovery key.</param>
    /// <exception cref="LedgerException">wrong-signer: nobody's signature by this key is asked for.</exception>
    public IntentDraft Sign(PrivateKey key, string? signer = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signers = Intent.Signers(Domain);
        var signatures = Signatures.ToArray();
        var keys = Keys.ToArray();
        var signed = false;
        for (var i = 0; i < signatures.Length; i++)
        {
            if (signer is null ? keys[i] != key.Address : signers[i].Name != signer) continue;
            signatures[i] = key.Sign(signers[i].Digest).ToBytes();
            keys[i] = key.Address;
            signed = true;
        }
        var asked = string.Join(", ", signers.Select((named, i) => $"{named} {Keys[i]}"));
        return signed ? this with { Signatures = signatures, Keys = keys } : throw new LedgerException(
            "wrong-signer",
            $"{key.Address} is none of the keys that this {Intent.Type} asks for: {asked}.",
            "Sign with the current key of one of these parties.");
    }

    /// <summary>The intent with all its signatures.</summary>
    /// <exception cref="LedgerException">missing-signature.</exception>
    public SignedIntent ToSigned() => Missing.Any()
        ? throw new LedgerException(
            "missing-signature", $"{string.Join(" and ", Missing)} did not sign yet.", "Pass the draft on to be signed.")
        : new SignedIntent(Intent, [.. Signatures.Select(signature => signature!)]);

    /// <summary>The draft as JSON: the fields of <c>POST /intents</c>, and chainId, contract, keys.</summary>
    public string ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            Intent.WriteTo(writer);
            writer.WriteNumber("chainId", Domain.ChainId);
            writer.WriteString("contract", Hex.Encode(Domain.Contract.Span));
            writer.WriteStartArray("keys");
            foreach (var key in Keys) writer.WriteStringValue(Hex.Encode(key.Span));
            writer.WriteEndArray();
            writer.WriteStartArray("signatures");
            foreach (var signature in Signatures) writer.WriteStringValue(signature is null ? null : Hex.Encode(signature));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads the JSON of a draft, and checks that each signature in it is by the key beside it.</summary>
    /// <exception cref="LedgerException">wrong-signer, or what is malformed, by the codes of
    /// <see cref="SignedIntent.Parse(string)"/>.</exception>
    public static IntentDraft Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new LedgerException("malformed-json", $"The draft is no JSON: {exception.Message}", inner: exception);
        }
    }

    private static IntentDraft Parse(JsonElement json)
    {
        const string Fields = "type, message, enclosures, chainId, contract, keys, signatures";
        if (json.ValueKind != JsonValueKind.Object) throw new LedgerException("malformed-value", $"A draft is an object with {Fields}.");
        foreach (var property in json.EnumerateObject())
            if (!Fields.Split(", ").Contains(property.Name))
                throw new LedgerException("unknown-field", $"{property.Name} is no field of a draft.", $"Its fields are {Fields}.");
        JsonElement Field(string name) => json.TryGetProperty(name, out var value)
            ? value
            : throw new LedgerException("missing-field", $"{name} is missing.", $"A draft has {Fields}.");
        var intent = IntentTypes.Parse(
            Field("type").ToString(), Field("message"), json.TryGetProperty("enclosures", out var enclosures) ? enclosures : null);
        var domain = new IntentDomain(
            WordTypes.Of<ulong>().Parse(Field("chainId"), "chainId"), WordTypes.Of<Address>().Parse(Field("contract"), "contract"));
        Address[] keys = [.. List(Field("keys"), "keys").Select((key, i) => WordTypes.Of<Address>().Parse(key, $"keys[{i}]"))];
        byte[]?[] signatures = [.. List(Field("signatures"), "signatures").Select(ParseSignature)];
        var signers = intent.Signers(domain);
        if (keys.Length != signers.Count || signatures.Length != signers.Count)
            throw new LedgerException(
                "wrong-signature-count", $"{intent.Type} needs {signers.Count} keys and signatures.",
                "Leave null where a signature is missing.");
        for (var i = 0; i < signers.Count; i++)
            if (signatures[i] is { } bytes
                && !(Signature.TryParse(bytes, out var signature) && signature.TryRecover(signers[i].Digest, out var key) && key == keys[i]))
                throw new LedgerException(
                    "wrong-signer", $"The signature of {signers[i]} is not by {keys[i]}, or of another message.",
                    "The message was changed after it was signed: have it signed again.");
        return new IntentDraft(intent, domain, keys, signatures);
    }

    private static JsonElement.ArrayEnumerator List(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Array
            ? json.EnumerateArray()
            : throw new LedgerException("malformed-value", $"{name} must be a list.");

    private static byte[]? ParseSignature(JsonElement json, int index) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when Hex.TryDecode(json.GetString(), out var bytes) => bytes,
        _ => throw new LedgerException(
            "malformed-hex", $"signatures[{index}] is no hexadecimal data.", "Give a string of 0x and an even number of digits, or null."),
    };
}
