using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Orders;

/// <summary>A quorum of the attester's devices says that a delivery has arrived in good condition; each device signs.</summary>
/// <param name="Delivery">Hash of the delivery.</param>
/// <param name="Condition">Anything but <see cref="Condition.Sound"/> is not payable without a hand-off.</param>
/// <param name="Deadline">Unix seconds after which it counts for nothing.</param>
public sealed record Arrival(Hash32 Delivery, Condition Condition, ulong Deadline) : OrdersIntent
{
    /// <summary>The terms as they were agreed: enclosed.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>What has arrived: enclosed.</summary>
    public required Delivery Arrived { get; init; }

    /// <summary>The devices that sign, in rising order of their addresses: enclosed.</summary>
    public required IReadOnlyList<Address> Devices { get; init; }

    /// <inheritdoc/>
    public override string Function => "arrive";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) =>
        [.. Devices.Select((device, i) => Signer(domain, $"devices[{i}]", device))];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var call = StartCall();
        Terms.Schema.WriteTo(call, Terms);
        RecordSchema.Of(typeof(Delivery)).WriteTo(call, Arrived);
        Schema.WriteTo(call, this);
        call.BeginArray(Devices.Count);
        foreach (var device in Devices) call.Write(device);
        call.End().BeginArray(signatures.Count);
        foreach (var signature in signatures) call.WriteBytes(signature);
        return call.End().ToArray();
    }

    /// <inheritdoc/>
    public override void Check()
    {
        Terms.Check();
        OrderHandOff.CheckDelivery(Terms, Arrived);
        CheckSame("delivery", Delivery, "delivery", Arrived.Hash());
        if (Condition != Condition.Sound)
            throw new LedgerException(
                "bad-condition", $"Goods in condition {(byte)Condition} are not payable without a hand-off.", "Hand them over, and agree on the quantity.");
        for (var i = 1; i < Devices.Count; i++)
            if (Devices[i].Span.SequenceCompareTo(Devices[i - 1].Span) <= 0) throw NoQuorum();
        if ((ulong)Devices.Count < Math.Max(Terms.Quorum, 1) || (ulong)Devices.Count > OrderTerms.MaxDevices) throw NoQuorum();
    }

    internal override bool HasEnclosures => true;

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        EnclosureReader.Print(writer, "terms", Terms);
        EnclosureReader.Print(writer, "delivery", Arrived);
        writer.WriteStartArray("devices");
        foreach (var device in Devices) WordTypes.Of<Address>().Print(writer, device);
        writer.WriteEndArray();
    }

    internal override Intent ReadEnclosures(EnclosureReader reader) => this with
    {
        Terms = reader.TakeRecord<OrderTerms>("terms"),
        Arrived = reader.TakeRecord<Delivery>("delivery"),
        Devices = reader.TakeList<Address>("devices"),
    };

    private LedgerException NoQuorum() => new(
        "no-quorum", $"{Devices.Count} devices are not the {Terms.Quorum} that the order asks for, or not in rising order of their addresses.",
        "Collect more attestations, and sort them.");
}

/// <summary>Matches and pays for what devices have attested, once the dispute window is over. Anyone may: nobody signs.</summary>
/// <param name="Order">The order.</param>
/// <param name="Delivery">Hash of the delivery.</param>
/// <param name="Nonce">Makes each call an operation of its own; the chain does not see it.</param>
public sealed record MatchArrival(OrderId Order, Hash32 Delivery, Hash32 Nonce) : OrderIntent
{
    /// <summary>What has arrived: enclosed.</summary>
    public required Delivery Arrived { get; init; }

    /// <inheritdoc/>
    public override string Function => "matchArrival";

    /// <inheritdoc/>
    public override IReadOnlyList<RequiredSigner> Signers(IntentDomain domain) => [];

    /// <inheritdoc/>
    public override byte[] Calldata(IReadOnlyList<byte[]> signatures)
    {
        var call = StartCall();
        Terms.Schema.WriteTo(call, Terms);
        RecordSchema.Of(typeof(Delivery)).WriteTo(call, Arrived);
        return call.ToArray();
    }

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        OrderHandOff.CheckDelivery(Terms, Arrived);
        CheckSame("delivery", Delivery, "delivery", Arrived.Hash());
    }

    internal override void PrintEnclosures(Utf8JsonWriter writer)
    {
        base.PrintEnclosures(writer);
        EnclosureReader.Print(writer, "delivery", Arrived);
    }

    internal override Intent ReadEnclosures(EnclosureReader reader) =>
        (MatchArrival)base.ReadEnclosures(reader) with { Arrived = reader.TakeRecord<Delivery>("delivery") };
}
