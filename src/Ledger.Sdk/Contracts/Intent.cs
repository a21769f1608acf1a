using System.Text.Json;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>A typed message that parties sign (EIP-712) and anyone may submit: the effect on the chain is the same.</summary>
/// <remarks>The fields of a derived record, in order, are the struct's fields; its EIP-712 type, ABI encoding and JSON form follow from
/// them.</remarks>
public abstract record Intent
{
    /// <summary>The most ids that one intent may name.</summary>
    public const int MaxBatch = 500;

    /// <summary>The verifying contract of the signed message's domain, which takes the intent where <see cref="Target"/> is no
    /// other.</summary>
    public abstract LedgerContract Contract { get; }

    /// <summary>The contract that the call goes to.</summary>
    public virtual LedgerContract Target => Contract;

    /// <summary>The function of the target.</summary>
    public abstract string Function { get; }

    /// <summary>The struct's name, as in <c>POST /intents</c>.</summary>
    public virtual string Type => GetType().Name;

    /// <summary>Unix seconds after which it counts for nothing; null where it always does.</summary>
    public virtual ulong? ExpiresAt => (ulong?)GetType().GetProperty("Deadline")?.GetValue(this);

    /// <summary>EIP-712 encodeType, such as <c>EpochBump(uint64 party,uint32 epoch,uint64 deadline)</c>.</summary>
    public virtual string TypeString => Schema.TypeString;

    internal RecordSchema Schema => RecordSchema.Of(GetType());

    /// <summary>EIP-712 hashStruct of the message.</summary>
    public virtual Hash32 StructHash(IntentDomain domain) => Schema.HashStruct(this);

    /// <summary>The EIP-712 digest under a domain: what is signed.</summary>
    public Hash32 Digest(IntentDomain domain) => domain.Digest(StructHash(domain));

    /// <summary>The id of the operation: the digest, but where one signed message can be executed in more than one way.</summary>
    public virtual Hash32 OperationId(IntentDomain domain) => Digest(domain);

    /// <summary>Whose signatures it needs, in the order of the function's arguments.</summary>
    public abstract IReadOnlyList<RequiredSigner> Signers(IntentDomain domain);

    /// <summary>The call's data: selector, message, signatures in the order of <see cref="Signers"/>.</summary>
    public virtual byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Schema.WriteTo(call, this);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.ToArray();
    }

    /// <summary>The ABI encoding of the message alone.</summary>
    internal byte[] Encode()
    {
        var writer = new AbiWriter();
        Schema.WriteTo(writer, this);
        return writer.ToArray();
    }

    /// <summary>Refuses what no contract would take, whatever its state.</summary>
    /// <exception cref="LedgerException">oversized-batch, empty-batch, length-mismatch.</exception>
    public virtual void Check()
    {
    }

    private protected AbiWriter StartCall() => ContractArtifact.Of(Target).Abi.Function(Function).Call();

    internal virtual void PrintMessage(Utf8JsonWriter writer) => Schema.Print(writer, this);

    /// <summary>Whether the call needs what the signed message does not carry.</summary>
    internal virtual bool HasEnclosures => false;

    /// <summary>Writes the enclosures as properties of the object that is open.</summary>
    internal virtual void PrintEnclosures(Utf8JsonWriter writer)
    {
    }

    /// <summary>The intent with its enclosures.</summary>
    /// <exception cref="LedgerException">missing-field, or what is malformed.</exception>
    internal virtual Intent ReadEnclosures(EnclosureReader reader) => this;

    /// <summary>Writes type, message and, where there are any, enclosures.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Type);
        writer.WritePropertyName("message");
        PrintMessage(writer);
        if (!HasEnclosures) return;
        writer.WriteStartObject("enclosures");
        PrintEnclosures(writer);
        writer.WriteEndObject();
    }

    private protected static void CheckSame(string field, Hash32 named, string enclosure, Hash32 enclosed)
    {
        if (named != enclosed)
            throw new LedgerException(
                "enclosure-mismatch", $"message.{field} is {named}; the enclosed {enclosure} have the id {enclosed}.",
                "Enclose exactly what was agreed: its hash is its id.");
    }

    private protected static void CheckAmount(string field, ulong amount)
    {
        if (amount == 0) throw new LedgerException("no-amount", $"{field} is zero.", "Amounts are at least 1.");
    }

    /// <summary>The one signer of most intents: a party with the epoch that the message binds.</summary>
    private protected RequiredSigner Signer(IntentDomain domain, string name, PartyId party, uint? epoch) =>
        new(name, party, epoch, null, Digest(domain));

    /// <summary>A key that the message names and that signs for itself.</summary>
    private protected RequiredSigner Signer(IntentDomain domain, string name, Address key) => new(name, null, null, key, Digest(domain));

    private protected static void CheckBatch(string field, int count, int min = 1)
    {
        if (count > MaxBatch)
            throw new LedgerException(
                "oversized-batch", $"{field} has {count} entries, more than {MaxBatch}.", "Split it into several intents.");
        if (count < min) throw new LedgerException("empty-batch", $"{field} has no entry.");
    }

    private protected static void CheckSameLength(string field, int count, string other, int expected)
    {
        if (count != expected)
            throw new LedgerException("length-mismatch", $"{field} has {count} entries, {other} has {expected}.", "Give one for each.");
    }
}
