using Ledger.Indexer.Projections;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Sync;

public sealed class HostileEventTests
{
    [Fact]
    public void Every_event_of_the_contracts_has_a_projection()
    {
        var events = typeof(LedgerEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LedgerEvent)) && !type.IsAbstract)
            .Select(type => type.Name).Order();
        Assert.Equal(events, ProjectionRegistry.All.Select(projection => projection.Event.Name).Order());
    }

    [Theory]
    [InlineData(0xff, 0x00, 0x41)]
    [InlineData(0x6b, 0x67, 0x00)]
    public void A_lot_with_a_unit_of_measure_that_is_none_can_still_be_read(byte first, byte second, byte third)
    {
        var (topics, data) = EventEncoder.Encode(new LotRegistered(new LotId(default), new PartyId(1), 1, new UnitOfMeasure("KGM"), 0,
            default));
        (data[32], data[33], data[34]) = (first, second, third);
        Assert.True(LedgerEvents.TryDecode(topics, data, out var decoded));
        Assert.DoesNotContain('\0', ((LotRegistered)decoded).Uom.Code);
    }
}
