using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Api.Queries;
using Ledger.Api.Subscriptions;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;
using Npgsql;

namespace Ledger.Api.Tests.Subscriptions;

/// <summary>A socket whose database goes away between any two of its questions.</summary>
public sealed class SocketFaultTests
{
    [Fact]
    public async Task An_event_is_told_though_the_database_went_away_when_it_was_about_to_be()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        using var keys = new PartyKeys(rig.Outbox.Database, TimeProvider.System);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var sent = new SentMessages();
        var asked = Channel.CreateUnbounded<int>();
        var times = 0;
        var wanted = new SocketSubscription(
            new SubscriptionDocument("s", "shipped", SubscriptionDocument.FormatOf(null, null)), new PartyId(2), SubscriptionTerms.Of(true, null, null, null), 0, 0, 0, _ =>
            {
                asked.Writer.TryWrite(++times);
                return times == 2 ? throw new NpgsqlException("The database is away.") : Task.FromResult<string?>(null);
            });
        var socket = new EventSocket(
            rig.Outbox.Database, new Arrivals(), new StandingQueries(new MasterDataStore()), new EventViews(keys), TimeSpan.FromSeconds(30), TimeProvider.System, sent, wanted);
        var running = socket.RunAsync(ending.Token);
        Assert.Equal(1, await asked.Reader.ReadAsync(ending.Token));
        var ids = await rig.CaptureAsync(3);
        Assert.Equal(2, await asked.Reader.ReadAsync(ending.Token));
        ids.AddRange(await rig.CaptureAsync());
        var told = new List<string>();
        ending.CancelAfter(TimeSpan.FromSeconds(8));
        while (told.Count < ids.Count) told.AddRange(SubscriptionRig.EventIds(await sent.Messages.ReadAsync(ending.Token)));
        Assert.Equal(ids, told);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_share_made_while_a_socket_resumes_is_behind_where_it_resumes(Dialect dialect)
    {
        await using var rig = await SubscriptionRig.StartAsync(dialect);
        await rig.CaptureAsync();
        await using var reading = await rig.Outbox.Database.OpenAsync();
        for (var party = 100UL; party < 300; party++)
        {
            var before = await SharedEvents.LastAsync(reading);
            var sharing = ShareAsync(rig.Outbox.Database, new PartyId(party));
            for (var isLast = false; !isLast;)
            {
                isLast = sharing.IsCompleted;
                Assert.Equal(before, await SharedEvents.BeforeAsync(reading, new PartyId(party), 1));
            }
            await sharing;
        }
    }

    private static Task ShareAsync(Database database, PartyId with) => Task.Run(async () =>
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        await SharedEvents.NoteAsync(connection, with, 1);
        await transaction.CommitAsync();
    });

    /// <summary>The server's end of a socket whose client takes everything at once.</summary>
    private sealed class SentMessages : WebSocket
    {
        private readonly Channel<string> messages = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Messages => messages.Reader;

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            messages.Writer.TryWrite(Encoding.UTF8.GetString(buffer));
            return Task.CompletedTask;
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
