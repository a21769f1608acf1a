using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Storage;

public sealed class ReadBatchTests
{
    private static readonly Hash32 One = Keccak256.Hash("1"u8), Two = Keccak256.Hash("2"u8);

    private static readonly ReadBatch Windows = new(
        """
        select digest, events from projection.digest_window where number <= @most order by number;
        select number from projection.digest_window where digest = @digest;
        select count(*) from projection.digest_window where number <= @most and digest <> @digest
        """, "digest", "most");

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Statements_are_answered_in_their_order_and_again_with_other_values(Dialect dialect)
    {
        await using var test = await FilledAsync(dialect);
        for (var time = 0; time < 4; time++)
        {
            await using var connection = await test.Database.OpenAsync();
            await AskAsync(connection, One, 0, [], [1], 0);
            await AskAsync(connection, Two, 2, [new(One, 10), new(Two, ulong.MaxValue)], [2], 1);
            await AskAsync(connection, Keccak256.Hash("none"u8), 1, [new(One, 10)], [], 1);
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_last_batch_ends_its_transaction_and_leaves_the_connection_fit_for_the_next(Dialect dialect)
    {
        await using var test = await FilledAsync(dialect);
        await using var connection = await test.Database.OpenAsync();
        for (var time = 0; time < 3; time++)
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            Assert.Equal(1 + time, await CountAsync(connection, last: false));
            await WriteAsync(test, 3 + time);
            // What was written since is not in the snapshot that the first read began.
            Assert.Equal(1 + time, await CountAsync(connection, last: true));
        }
        Assert.Equal(4, await CountAsync(connection, last: false));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Answers_that_are_left_unread_leave_the_connection_fit_for_the_next(Dialect dialect)
    {
        await using var test = await FilledAsync(dialect);
        await using var connection = await test.Database.OpenAsync();
        await using (var answers = await Windows.ExecuteAsync(connection, [One.ToArray(), 9L])) Assert.Equal(new Row(One, 10), await answers.FirstAsync<Row>());
        Assert.Equal(1, await CountAsync(connection, last: false));
    }

    [Fact]
    public async Task Parameters_without_a_name_or_a_value_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ReadBatch("select @other", "one"));
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var connection = await test.Database.OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => Windows.ExecuteAsync(connection, [1L]));
    }

    private static async Task<TestDatabase> FilledAsync(Dialect dialect)
    {
        var test = await TestDatabase.CreateAsync(dialect);
        await using var connection = await test.Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("insert into projection.digest_window (number, digest, events) values (1, @One, 10), (2, @Two, @most)", new { One, Two, most = ulong.MaxValue });
        return test;
    }

    private static async Task WriteAsync(TestDatabase test, long number)
    {
        await using var connection = await test.Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("insert into projection.digest_window (number, digest, events) values (@number, @Two, 1)", new { number, Two });
    }

    private static async Task AskAsync(DbConnection connection, Hash32 digest, long most, Row[] rows, long[] numbers, long others)
    {
        await using var answers = await Windows.ExecuteAsync(connection, [digest.ToArray(), most]);
        Assert.Equal(rows, await answers.RowsAsync<Row>());
        Assert.Equal(numbers, await answers.RowsAsync<long>());
        Assert.Equal(others, await answers.FirstAsync<long>());
    }

    private static async Task<long> CountAsync(DbConnection connection, bool last)
    {
        await using var answers = await Windows.ExecuteAsync(connection, [One.ToArray(), 9L], last);
        await answers.RowsAsync<Row>();
        await answers.RowsAsync<long>();
        return await answers.FirstAsync<long>();
    }

    private sealed record Row(Hash32 Digest, ulong Events);
}
