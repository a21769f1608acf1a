using System.Security.Cryptography;
using System.Text;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Subscriptions;
using Ledger.Api.Tests.Deliveries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Documents;

/// <summary>Record times follow the numbers of events, so that a time is found by halving and needs no index.</summary>
public sealed class RecordTimeTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_clock_that_goes_back_does_not_take_record_times_with_it(Dialect dialect)
    {
        await using var rig = await DeliveryRig.StartAsync(dialect);
        await using var connection = await rig.Database.OpenAsync();
        var begun = rig.Time.GetUtcNow();
        Assert.Equal(1, await EventFeed.FirstAsync(connection, 0));
        var store = new CaptureStore(rig.Database, rig.Time);
        foreach (var (move, count) in new[] { (0, 3), (60, 2), (-3600, 4), (3601, 1) })
        {
            rig.Time.Advance(TimeSpan.FromSeconds(move));
            await CaptureAsync(store, count);
            // Another process goes on from what the database says.
            if (move < 0) await store.DisposeAsync();
            if (move < 0) store = new CaptureStore(rig.Database, rig.Time);
        }
        await store.DisposeAsync();
        var offsets = (await connection.QueryAsync<long>("select record_time from captured.event order by number")).Select(time => (time - begun.ToUnixTimeMilliseconds()) / 1000);
        Assert.Equal([0, 0, 0, 60, 60, 60, 60, 60, 60, 61], offsets);
        foreach (var (offset, first) in new[] { (-1, 1), (0, 1), (1, 4), (60, 4), (61, 10), (62, 11) })
            Assert.Equal(first, await EventFeed.FirstAsync(connection, begun.AddSeconds(offset).ToUnixTimeMilliseconds()));
    }

    private static async Task CaptureAsync(CaptureStore store, int count)
    {
        var document = Samples.Document([.. Enumerable.Range(0, count).Select(_ => Samples.Event($"urn:uuid:{Guid.NewGuid()}", "urn:epc:id:sgtin:9506000.013435.1"))]);
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(document));
        await store.CaptureAsync(DocumentReader.Read(body, SHA256.HashData(body.ToArray()), false, count, new CaptureTerms(new PartyId(3))));
    }
}
