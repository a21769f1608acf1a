using Dapper;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Tests.Storage;

/// <summary>Captured events go through every change of their tables.</summary>
public sealed class CapturedMigrationTests
{
    private const int Pairs = 70;
    private const int NarrowIndexes = 80;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Events_captured_before_values_went_in_pairs_keep_their_values_and_get_times_in_order(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect, migrate: false);
        await ApplyBeforeAsync(test, dialect, Pairs);
        await using (var connection = await test.Database.OpenAsync(Access.Captured))
        {
            await connection.ExecuteAsync("insert into captured.vocabulary (kind, value) values (2, 'shipping'), (3, 'in_transit'), (4, 'gate'), (5, 'shop')");
            await connection.ExecuteAsync("update captured.counter set next = 6 where name = 'event'");
            foreach (var (number, time, values) in new[] { (1, 100, "1, 2, 3, 4"), (2, 300, "1, null, 3, null"), (3, 200, "null, 2, null, 4"), (4, 250, "null, null, null, null"), (5, 400, "1, 2, null, null") })
                await connection.ExecuteAsync($"""
                    insert into captured.event (number, key, hash, hash_dialect, party, type, action, event_time, record_time, flags, context, salt, commitment, body,
                      biz_step, disposition, read_point, biz_location)
                    values ({number}, @bytes, @bytes, 1, 2, 1, 1, 7, {time}, 0, 1, @bytes, @bytes, @bytes, {values})
                    """, new { bytes = new[] { (byte)number } });
            await connection.ExecuteAsync("insert into captured.master_name (uri, name, party, updated) values ('urn:x', 'Cheese', 2, 50)");
            await connection.ExecuteAsync("insert into captured.event_reader (party, event_time, event, record_time) values (2, 7, 3, 200)");
        }
        await Migrator.MigrateAsync(test.Database);
        await using var after = await test.Database.OpenAsync();
        var rows = await after.QueryAsync<(long, long?, long?, long?, long?, long)>("""
            select e.number, w.first, w.second, p.first, p.second, e.record_time from captured.event e
            left join captured.vocabulary_pair w on w.id = e.why left join captured.vocabulary_pair p on p.id = e.place order by e.number
            """);
        Assert.Equal(
            [(1, 1, 2, 3, 4, 100), (2, 1, 0, 3, 0, 300), (3, 0, 2, 0, 4, 300), (4, null, null, null, null, 300), (5, 1, 2, null, null, 400)], rows);
        Assert.Equal((6, 400), await after.QuerySingleAsync<(long, long)>("select next, record_time from captured.counter where name = 'event'"));
        Assert.Equal(("urn:x", 2, "Cheese", 50), await after.QuerySingleAsync<(string, long, string, long)>("select uri, party, name, since from captured.master_name"));
        Assert.Equal(3, await after.ExecuteScalarAsync<long>("select event from captured.event_reader where party = 2"));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_events_name_is_found_by_the_first_half_of_its_id_and_once_an_event(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect, migrate: false);
        await ApplyBeforeAsync(test, dialect, NarrowIndexes);
        await using (var connection = await test.Database.OpenAsync(Access.Captured))
            foreach (var (id, time, number, role) in new[] { (1, 10, 1, 1), (1, 10, 1, 2), (1, 20, 2, 1), (2, 10, 1, 3) })
                await connection.ExecuteAsync("insert into captured.event_epc (id, event_time, event, role) values (@id, @time, @number, @role)", new { id = IdOf(id), time, number, role });
        await Migrator.MigrateAsync(test.Database);
        await using var after = await test.Database.OpenAsync();
        var rows = (await after.QueryAsync<(byte[] Epc, long, long)>("select epc, event_time, event from captured.event_of_epc order by epc, event_time, event")).ToList();
        Assert.Equal([(1, 10, 1), (1, 20, 2), (2, 10, 1)], rows.Select(row => ((int)row.Epc[0], row.Item2, row.Item3)));
        Assert.All(rows, row => Assert.Equal(IdOf(row.Epc[0])[..16], row.Epc));
    }

    [Fact]
    public async Task A_script_takes_as_long_as_it_takes_for_many_events()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.PostgreSql, migrate: false);
        await ApplyBeforeAsync(test, Dialect.PostgreSql, NarrowIndexes);
        await using var impatient = Database.Parse(test.Setting + ";Command Timeout=1");
        await using var other = await test.Database.OpenAsync();
        await using var reading = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // As slow as a table of many rows: it can't be dropped while somebody reads it.
        await other.ExecuteAsync("lock table captured.event_epc in access share mode");
        var migrating = Migrator.MigrateAsync(impatient);
        await Task.WhenAny(migrating, Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken));
        Assert.False(migrating.IsCompleted, migrating.Exception?.Message);
        await reading.CommitAsync(TestContext.Current.CancellationToken);
        await migrating;
        Assert.Equal(0, await other.ExecuteScalarAsync<long>("select count(*) from captured.event_of_epc"));
    }

    private static byte[] IdOf(int first) => [(byte)first, .. Enumerable.Range(1, 31).Select(i => (byte)i)];

    private static async Task ApplyBeforeAsync(TestDatabase test, Dialect dialect, int number)
    {
        await using var connection = await test.Database.OpenAsync(Access.Captured);
        if (dialect == Dialect.PostgreSql) await connection.ExecuteAsync("create schema captured");
        await connection.ExecuteAsync("create table captured.migration (number integer primary key, name text not null, checksum text not null)");
        foreach (var script in Script.Of("captured").Where(script => script.Number < number))
        {
            await connection.ExecuteAsync(script.For(dialect));
            await connection.ExecuteAsync("insert into captured.migration (number, name, checksum) values (@Number, @Name, @Checksum)", new { script.Number, script.Name, script.Checksum });
        }
    }
}
