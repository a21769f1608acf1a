using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Indexer.Tests.Storage;

public sealed class MigratorTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Ten_starters_at_once_migrate_once(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect, migrate: false);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Migrator.MigrateAsync(test.Database))));
        await using var connection = await test.Database.OpenAsync();
        var numbers = await connection.QueryAsync<int>("select number from projection.migration order by number");
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.NotEmpty(numbers);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_edited_script_is_refused(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using (var connection = await test.Database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("update projection.migration set checksum = 'other' where number = 1");
        var refused = await Assert.ThrowsAsync<LedgerException>(() => Migrator.MigrateAsync(test.Database));
        Assert.Equal("schema-changed", refused.Code);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_database_of_a_newer_program_is_refused(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using (var connection = await test.Database.OpenAsync(Access.Captured))
            await connection.ExecuteAsync("insert into captured.migration (number, name, checksum) values (999, 'future', 'x')");
        Assert.Equal("schema-newer", (await Assert.ThrowsAsync<LedgerException>(() => Migrator.MigrateAsync(test.Database))).Code);
    }

    [Fact]
    public async Task Who_waits_longer_than_a_command_may_take_for_another_starter_waits_on()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.PostgreSql, migrate: false);
        await using var impatient = Database.Parse(test.Setting + ";Command Timeout=1");
        await using var other = await test.Database.OpenAsync();
        await using (var held = await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await other.ExecuteAsync($"select pg_advisory_xact_lock({Migrator.LockKey})");
            var migrating = Migrator.MigrateAsync(impatient);
            await Task.WhenAny(migrating, Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken));
            Assert.False(migrating.IsCompleted, migrating.Exception?.Message);
            await held.CommitAsync(TestContext.Current.CancellationToken);
            await migrating;
        }
        Assert.Equal(1, await other.ExecuteScalarAsync<long>("select count(*) from captured.counter where name = 'event'"));
    }

    [Fact]
    public void Two_scripts_with_one_number_are_refused_by_their_names()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Script.Ordered([new Script(76, "captured", "names", ""), new Script(75, "captured", "places", ""), new Script(75, "captured", "shares", "")]));
        Assert.Equal("The scripts 075_captured_places, 075_captured_shares have one number: rename the one that no database has yet to the next free number.", refused.Message);
    }

    [Fact]
    public void Scripts_come_in_the_order_of_their_numbers() =>
        Assert.Equal([7, 75, 76], Script.Ordered([new Script(76, "captured", "names", ""), new Script(7, "projection", "parties", ""), new Script(75, "captured", "places", "")]).Select(script => script.Number));

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Recreating_projections_empties_them_and_leaves_captured_rows(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using (var connection = await test.Database.OpenAsync(Access.Captured))
        {
            await connection.ExecuteAsync("create table captured.kept (n integer)");
            await connection.ExecuteAsync("insert into captured.kept (n) values (7)");
        }
        await using (var connection = await test.Database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("insert into projection.digest_window (number, digest, events) values (1, @digest, 1)",
                new { digest = new byte[32] });
        await Migrator.RecreateProjectionAsync(test.Database);
        await using var after = await test.Database.OpenAsync();
        Assert.Equal(0, await after.ExecuteScalarAsync<long>("select count(*) from projection.digest_window"));
        Assert.Equal(7, await after.ExecuteScalarAsync<long>("select n from captured.kept"));
    }
}
