using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Seals documents on their way into the database, so that nothing confidential is ever written in clear.</summary>
public sealed class Sealer(Database database, PartyKeys keys, TimeProvider time)
{
    /// <summary>The order with its confidential parts sealed; the order itself where all is public.</summary>
    /// <param name="order">What is to be captured.</param>
    /// <param name="header">The request's <c>Ledger-Visibility</c>; null where it has none.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="Ledger.Sdk.LedgerException"><c>visibility-invalid</c>, <c>unknown-party</c>, <c>confidentiality-off</c>.</exception>
    public async Task<CaptureOrder> SealAsync(CaptureOrder order, string? header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (visibility, readers) = await ReadersAsync(order.Party, header, cancellationToken);
        if (visibility.IsPublic) return order;
        var scope = new CaptureScope(order.Party, order.Context, visibility, await keys.NewestAsync(readers, cancellationToken), time.GetUtcNow().ToUnixTimeMilliseconds());
        var sealing = new Sealing(keys.Master, scope);
        var slices = order.Slices.Select(slice => Seal(sealing, slice, visibility.NeedsCustody));
        return order with
        {
            // Master data would tell what the events are about, and the document's hash would let it be guessed.
            MasterData = [],
            Hash = keys.Master.Blind("document", order.Hash).ToArray(),
            Slices = order.IsLong ? slices : slices.ToList(),
            Sealing = sealing,
        };
    }

    private async Task<(Visibility Visibility, IReadOnlyCollection<PartyId> Readers)> ReadersAsync(PartyId party, string? header, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var visibility = await Disclosure.OfCaptureAsync(connection, party, header, keys);
        if (visibility.NeedsCustody) return (visibility, [.. (await connection.QueryAsync<ulong>("select id from projection.party")).Select(id => new PartyId(id)).Append(party).Distinct()]);
        return (visibility, [.. FieldGroups.All.SelectMany(group => visibility[group].Parties).Append(party).Distinct()]);
    }

    private List<ReadEvent> Seal(Sealing sealing, IReadOnlyList<ReadEvent> slice, bool needsCustody)
    {
        var holders = needsCustody ? Holders(slice) : null;
        return [.. slice.Select(read => read.Event is { } captured
            ? read with { Event = sealing.Seal(captured, holders is null ? [] : [.. captured.Epcs.SelectMany(epc => holders[epc.Id]).Distinct()]) } : read)];
    }

    // The slices of a long document are read while it is written, one after another and in step, so this can't be awaited.
    private ILookup<Ledger.Sdk.Ethereum.Hash32, PartyId> Holders(IReadOnlyList<ReadEvent> slice)
    {
        var units = slice.Where(read => read.Event is not null).SelectMany(read => read.Event!.Epcs).Select(epc => epc.Id).Distinct();
        using DbConnection connection = database.OpenAsync().GetAwaiter().GetResult();
        return units.Chunk(500).SelectMany(chunk => HolderQueries.HoldersAsync(connection, chunk).GetAwaiter().GetResult()).ToLookup(holder => holder.Unit, holder => new PartyId(holder.Party));
    }
}
