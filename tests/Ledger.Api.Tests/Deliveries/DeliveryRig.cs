using System.Text;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Api.Tests.Deliveries;

/// <summary>An outbox on a database of its own, a receiver, and a clock that the test moves.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    private static readonly EphemeralDataProtectionProvider Protection = new();
    private readonly string? folder;
    private readonly WebhookSender sender;
    private readonly DeliverySignal signal = new();

    private DeliveryRig(string setting, string? folder, Receiver receiver, DestinationGuard? guard)
    {
        this.folder = folder;
        Receiver = receiver;
        Database = Database.Parse(setting);
        Store = NewStore();
        sender = new WebhookSender(guard ?? new DestinationGuard(true), TimeSpan.FromMilliseconds(700), Time);
    }

    public FakeTime Time { get; } = new();

    public Database Database { get; }

    public Receiver Receiver { get; }

    public DeliveryStore Store { get; }

    public DeliverySignal Signal => signal;

    public List<DeliveryKind> Kinds { get; } = [new DeliveryKind("test", MakeAsync)];

    /// <summary>Sends to this machine unless a guard says otherwise.</summary>
    public static async Task<DeliveryRig> StartAsync(Dialect dialect = Dialect.Sqlite, DestinationGuard? guard = null)
    {
        var folder = dialect == Dialect.Sqlite ? await MigratedDatabase.NewFolderAsync() : null;
        var rig = new DeliveryRig(folder is not null ? $"sqlite:{folder}" : await MigratedDatabase.OnPostgresAsync(), folder, await Receiver.StartAsync(), guard);
        await Migrator.MigrateAsync(rig.Database);
        foreach (var party in new[] { 2UL, 3UL }) await rig.AddPartyAsync(party, PartyStatus.Active);
        return rig;
    }

    /// <summary>The store as another process would have it.</summary>
    public DeliveryStore NewStore() => new(Database, Protection, new LedgerApiOptions(), Time);

    /// <summary>The sender as a process would run it.</summary>
    public DeliveryJob NewJob(DeliveryStore? store = null) => new(store ?? Store, sender, Kinds, signal, Time, NullLogger<DeliveryJob>.Instance);

    public async Task AddPartyAsync(ulong id, PartyStatus status)
    {
        await using var connection = await Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("""
            insert into projection.party (id, address, recovery, roles, epoch, status, identity, admitted_by, block, log_index, time)
            values (@id, @key, @zero, 0, 1, @status, @none, 1, 1, 0, 1) on conflict (id) do update set status = excluded.status
            """, new { id, key = Keccak256.Hash([(byte)id]).ToArray()[12..], zero = Address.Zero, status = (long)status, none = default(Hash32) });
    }

    public async Task AddWebhookAsync(string id, ulong party = 2, string path = "/hook", string? token = null, int largest = 100, string? url = null)
    {
        await using var connection = await Database.OpenAsync(Access.Captured);
        await Store.AddAsync(connection, id, new PartyId(party), "test", new Uri((url ?? Receiver.Url) + path), token, largest);
    }

    public async Task EnqueueAsync(string webhook, params string[] items)
    {
        await using var connection = await Database.OpenAsync(Access.Captured);
        await Store.EnqueueAsync(connection, webhook, items);
    }

    /// <summary>Moves the clock step by step, sending what is due at each.</summary>
    public async Task PassAsync(TimeSpan span, TimeSpan step)
    {
        var job = NewJob();
        for (var end = Time.GetUtcNow() + span; Time.GetUtcNow() < end;)
        {
            Time.Advance(step);
            await job.DrainAsync(CancellationToken.None);
        }
    }

    public async Task<List<(string Id, DeliveryState State, long Attempts, string? Error)>> DeliveriesAsync(string webhook)
    {
        await using var connection = await Database.OpenAsync();
        return [.. (await connection.QueryAsync<(string Id, long State, long Attempts, string? Error)>(
            "select id, state, attempts, error from captured.delivery where webhook = @webhook order by number", new { webhook })).Select(row => (row.Id, (DeliveryState)row.State, row.Attempts, row.Error))];
    }

    public async ValueTask DisposeAsync()
    {
        sender.Dispose();
        signal.Dispose();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }

    private static Task<DeliveryBody?> MakeAsync(DeliveryPart part, CancellationToken cancellationToken) =>
        Task.FromResult(part.Items.Any(item => item.GetRawText() == "0") ? null : new DeliveryBody("application/json", Encoding.UTF8.GetBytes($"[{string.Join(',', part.Items)}]")));
}
