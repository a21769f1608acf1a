using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>A hand-off of one unit or of many: giver and receiver sign the same message.</summary>
public abstract record CustodyOffer : GoodsIntent
{
    /// <summary>The giver.</summary>
    public abstract PartyId From { get; init; }

    /// <summary>The receiver.</summary>
    public abstract PartyId To { get; init; }

    /// <summary>The giver's epoch.</summary>
    public abstract uint FromEpoch { get; init; }

    /// <summary>The receiver's epoch.</summary>
    public abstract uint ToEpoch { get; init; }

    /// <summary>Commitment of the document behind it, or zero.</summary>
    public abstract Hash32 Document { get; init; }

    /// <summary>Unix seconds after which it counts for nothing.</summary>
    public abstract ulong Deadline { get; init; }

    /// <summary>The units that move, in the message's order.</summary>
    public abstract IReadOnlyList<UnitId> MovedUnits { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Signer(domain, "from", From, FromEpoch), Signer(domain, "to", To, ToEpoch)];
}

/// <summary>Custody of one unit, with everything packed in it, moves from one party to another.</summary>
/// <param name="From">The giver, custodian of the unit.</param>
/// <param name="To">The receiver.</param>
/// <param name="Unit">The unit; not packed in another.</param>
/// <param name="Seq">The unit's current seq: the message counts for this state of the unit only.</param>
/// <param name="FromEpoch">The giver's epoch.</param>
/// <param name="ToEpoch">The receiver's epoch.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record HandOff(
    PartyId From, PartyId To, UnitId Unit, uint Seq, uint FromEpoch, uint ToEpoch, Hash32 Document, ulong Deadline) : CustodyOffer
{
    /// <inheritdoc/>
    public override string Function => "handOff";

    /// <inheritdoc/>
    public override IReadOnlyList<UnitId> MovedUnits => [Unit];
}

/// <summary>Custody of up to 500 units moves under one pair of signatures.</summary>
/// <inheritdoc cref="HandOff"/>
/// <param name="From">The giver, custodian of all units.</param>
/// <param name="To">The receiver.</param>
/// <param name="Units">The units.</param>
/// <param name="Seqs">Their current seqs, one each.</param>
/// <param name="FromEpoch">The giver's epoch.</param>
/// <param name="ToEpoch">The receiver's epoch.</param>
/// <param name="Document">Commitment of the document behind it, or zero.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record HandOffMany(
    PartyId From, PartyId To, IReadOnlyList<UnitId> Units, IReadOnlyList<uint> Seqs, uint FromEpoch, uint ToEpoch, Hash32 Document,
    ulong Deadline) : CustodyOffer
{
    /// <inheritdoc/>
    public override string Function => "handOffMany";

    /// <inheritdoc/>
    public override IReadOnlyList<UnitId> MovedUnits => Units;

    /// <inheritdoc/>
    public override void Check()
    {
        CheckBatch("units", Units.Count);
        CheckSameLength("seqs", Seqs.Count, "units", Units.Count);
    }
}

/// <summary>The receiver refuses an offer that the giver signed: nothing moves, and the offer is dead.</summary>
/// <param name="Offer">The offered message.</param>
/// <param name="Reason">Commitment of the reason, or zero.</param>
/// <remarks>Signed struct: <c>Rejection(bytes32 handOff,bytes32 reason)</c>, where handOff is the digest of the offer.</remarks>
public sealed record Rejection(CustodyOffer Offer, Hash32 Reason) : GoodsIntent
{
    private const string Struct = "Rejection(bytes32 handOff,bytes32 reason)";
    private static readonly Hash32 TypeHash = Eip712.TypeHash(Struct);

    /// <summary>The refusal of an offer that the giver signed, for the receiver to sign.</summary>
    /// <exception cref="LedgerException">wrong-type, missing-signature.</exception>
    public static IntentDraft Of(IntentDraft offer, Hash32 reason = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        if ((offer.Intent is OrderHandOff ordered ? ordered.Offer : offer.Intent) is not CustodyOffer offered)
            throw new LedgerException("wrong-type", $"A {offer.Intent.Type} is no offer.", "Only hand-offs are rejected.");
        if (offer.Signatures[0] is not { } signature)
            throw new LedgerException("missing-signature", "The giver did not sign this offer.", "An unsigned offer needs no rejection.");
        return new IntentDraft(new Rejection(offered, reason), offer.Domain, offer.Keys, [signature, null]);
    }

    /// <inheritdoc/>
    public override string Function => Offer is HandOff ? "reject" : "rejectMany";

    /// <inheritdoc/>
    public override string TypeString => Struct;

    /// <inheritdoc/>
    public override ulong? ExpiresAt => Offer.Deadline;

    /// <inheritdoc/>
    public override Hash32 StructHash(IntentDomain domain)
    {
        Span<byte> words = stackalloc byte[96];
        TypeHash.Span.CopyTo(words);
        Offer.Digest(domain).Span.CopyTo(words[32..]);
        Reason.Span.CopyTo(words[64..]);
        return Keccak256.Hash(words);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [Offer.Signers(domain)[0], Signer(domain, "to", Offer.To, Offer.ToEpoch)];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Offer.Schema.WriteTo(call, Offer);
        return call.WriteBytes(signatures[0]).Write(Reason).WriteBytes(signatures[1]).ToArray();
    }

    /// <inheritdoc/>
    public override void Check() => Offer.Check();

    internal override void PrintMessage(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Offer is HandOff ? "handOff" : "handOffMany");
        Offer.PrintMessage(writer);
        writer.WriteString("reason", Reason.ToString());
        writer.WriteEndObject();
    }

    internal static Rejection Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new LedgerException("malformed-value", "message must be an object with handOff or handOffMany, and reason.");
        CustodyOffer? offer = null;
        Hash32? reason = null;
        foreach (var property in json.EnumerateObject())
        {
            var path = "message." + property.Name;
            var twice = property.Name == "reason" ? reason is not null : offer is not null;
            if (twice) throw new LedgerException("duplicate-field", $"{path} is given twice.");
            if (property.Name == "reason") reason = WordTypes.Of<Hash32>().Parse(property.Value, path);
            else
                offer = (CustodyOffer)RecordSchema.Of(property.Name switch
                {
                    "handOff" => typeof(HandOff),
                    "handOffMany" => typeof(HandOffMany),
                    _ => throw new LedgerException(
                        "unknown-field", $"{path} is no field of Rejection.", "Its fields are handOff or handOffMany, and reason."),
                }).Parse(property.Value, path);
        }
        return offer is not null && reason is not null
            ? new Rejection(offer, reason.Value)
            : throw new LedgerException("missing-field", "A rejection needs handOff or handOffMany, and reason.");
    }
}
