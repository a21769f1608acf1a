using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Pages;

/// <summary>The goods that changed hands last, for the start page.</summary>
internal static class RecentGoods
{
    private const int Most = 5;

    public static async Task<IReadOnlyList<Related>> ReadAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<(byte[] Units, long From, long To, long Time)>($"""
            select units, from_party, to_party, time from projection.hand_off order by block desc, log_index desc limit {4 * Most}
            """)).AsList();
        var firsts = rows.Select(row => (Unit: new Hash32(row.Units.AsSpan(0, 32)), row.From, row.To, row.Time)).DistinctBy(row => row.Unit).Take(Most).ToList();
        var names = await NameBook.ReadAsync(connection, firsts.SelectMany(row => new[] { (ulong)row.From, (ulong)row.To }), firsts.Select(row => row.Unit), [], firsts.SelectMany(row => new[] { (ulong)row.From, (ulong)row.To }));
        return [.. firsts.Select(row => names.Goods(row.Unit, $"{names.Party((ulong)row.From)} → {names.Party((ulong)row.To)}, {Words.Moment(DateTimeOffset.FromUnixTimeSeconds(row.Time))}"))];
    }
}
