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

    /// <summary>The contract that takes the intent, and is the verifying contract of its domain.</summary>
    public abstract LedgerContract Contract { get; }

    /// <summary>The function of that contract.</summary>
    public abstract string Function { get; }

    /// <summary>The struct's name, as in <c>POST /intents</c>.</summary>
    public string Type => GetType().Name;

    /// <summary>EIP-712 encodeType, such as <c>EpochBump(uint64 party,uint32 epoch,uint64 deadline)</c>.</summary>
    public virtual string TypeString => Schema.TypeString;

    internal RecordSchema Schema => RecordSchema.Of(GetType());

    /// <summary>EIP-712 hashStruct of the message.</summary>
    public virtual Hash32 StructHash(IntentDomain domain) => Schema.HashStruct(this);

    /// <summary>The EIP-712 digest under a domain: what is signed, and the id of the operation.</summary>
    public Hash32 Digest(IntentDomain domain) => domain.Digest(StructHash(domain));

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

    private protected AbiWriter StartCall() => ContractArtifact.Of(Contract).Abi.Function(Function).Call();

    internal virtual void PrintMessage(Utf8JsonWriter writer) => Schema.Print(writer, this);

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
