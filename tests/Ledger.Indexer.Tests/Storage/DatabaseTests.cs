using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Storage;

public sealed class DatabaseTests
{
    [Theory]
    [InlineData("mysql:x")]
    [InlineData("sqlite")]
    [InlineData("sqlite:")]
    [InlineData("postgres:not a connection string")]
    public void A_setting_that_names_no_database_is_refused(string setting) =>
        Assert.Throws<ArgumentException>(() => Database.Parse(setting));

    [Fact]
    public async Task The_password_is_not_shown()
    {
        await using var database = Database.Parse("postgres:Host=db;Username=me;Password=secret");
        Assert.DoesNotContain("secret", database.Setting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Byte_types_and_unsigned_numbers_survive_the_round_trip(Dialect dialect)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var connection = await test.Database.OpenAsync(Access.Projection);
        var hash = Keccak256.Hash("a"u8);
        await connection.ExecuteAsync(
            "insert into projection.digest_window (number, digest, events) values (1, @hash, @most)", new { hash, most = ulong.MaxValue });
        var row = await connection.QuerySingleAsync<Row>("select digest, events from projection.digest_window where digest = @hash",
            new { hash });
        Assert.Equal(new Row(hash, ulong.MaxValue), row);
    }

    [Fact]
    public async Task A_connection_writes_only_the_schema_it_was_opened_for()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        foreach (var access in (Access[])[Access.Read, Access.Captured])
        {
            await using var connection = await test.Database.OpenAsync(access);
            await Assert.ThrowsAnyAsync<DbException>(() => connection.ExecuteAsync("delete from projection.migration"));
        }
    }

    [Fact]
    public async Task A_writer_of_one_schema_does_not_wait_for_the_writer_of_the_other()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var indexer = await test.Database.OpenAsync(Access.Projection);
        await using var api = await test.Database.OpenAsync(Access.Captured);
        await using var first = await indexer.BeginTransactionAsync();
        await indexer.ExecuteAsync("insert into projection.digest_window (number, digest, events) values (1, x'00', 1)",
            transaction: first);
        await using var second = await api.BeginTransactionAsync();
        await api.ExecuteAsync("update captured.migration set name = name", transaction: second);
        await second.CommitAsync();
        await first.CommitAsync();
    }

    [Fact]
    public async Task An_unfinished_transaction_ends_with_its_connection()
    {
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using (var connection = await test.Database.OpenAsync(Access.Projection))
        {
            await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("insert into projection.digest_window (number, digest, events) values (1, x'00', 1)");
        }
        await using var next = await test.Database.OpenAsync(Access.Projection);
        Assert.Equal(0, await next.ExecuteScalarAsync<long>("select count(*) from projection.digest_window"));
    }

    [Fact]
    public async Task The_systems_sqlite_is_used_where_it_is_installed()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/x86_64-linux-gnu/libsqlite3.so.0"), "libsqlite3-0 is not installed.");
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite, migrate: false);
        await using var connection = await test.Database.OpenAsync();
        Assert.True(Version.Parse((await connection.ExecuteScalarAsync<string>("select sqlite_version()"))!) >= new Version(3, 36));
    }

    private sealed record Row(Hash32 Digest, ulong Events);
}
