using Dapper;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Relay;

/// <summary>Lets one process at a time do a job. A process that dies loses the lease after a few seconds.</summary>
/// <remarks>It keeps transactions in order; it is not what makes nonces unique (the row of <c>captured.relayer</c> is), so two holders for a moment do no harm.</remarks>
public sealed class Lease(Database database, TimeProvider time, string name)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private readonly string holder = Guid.NewGuid().ToString("n");
    private DateTimeOffset until = DateTimeOffset.MinValue;

    /// <summary>Takes or keeps the lease; false while another process has it.</summary>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (until - now > Length / 2) return true;
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var held = await connection.ExecuteAsync("""
            insert into captured.lease (name, holder, until) values (@name, @holder, @until)
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where captured.lease.holder = excluded.holder or captured.lease.until < @now
            """, new { name, holder, until = (now + Length).ToUnixTimeSeconds(), now = now.ToUnixTimeSeconds() });
        until = held == 1 ? now + Length : DateTimeOffset.MinValue;
        return held == 1;
    }

    /// <summary>Gives it up, so that another process need not wait.</summary>
    public async Task ReleaseAsync()
    {
        if (until == DateTimeOffset.MinValue) return;
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("delete from captured.lease where name = @name and holder = @holder", new { name, holder });
        until = DateTimeOffset.MinValue;
    }
}
