using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Risk;

/// <summary>Writes alerts, and whom to tell of them, within the transaction that moves the follower on.</summary>
public sealed class AlertStore(CurrentDeployment deployment, DeliveryStore deliveries)
{
    /// <summary>The kind of the webhooks that are told of alerts.</summary>
    public const string Kind = "alerts";

    /// <summary>Notices in one request, at most.</summary>
    public const int Largest = 100;

    /// <summary>Writes what was raised and resolved, each once.</summary>
    public async Task WriteAsync(DbConnection connection, IReadOnlyList<AlertChange> changes, ChainMoment at)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var waiting = new SortedDictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var alert = change.Raised is { } finding ? await RaiseAsync(connection, finding) : await ResolveAsync(connection, change, at);
            if (alert is not { } number) continue;
            var notice = await connection.ExecuteScalarAsync<long>(
                "insert into captured.alert_notice (alert, kind) values (@number, @kind) returning number", new { number, kind = change.Raised is null ? 2 : 1 });
            foreach (var webhook in await connection.QueryAsync<string>("""
                select w.id from captured.alert a join captured.alert_party p on p.alert = a.number join captured.webhook w on w.party = p.party and w.kind = 'alerts'
                join captured.alert_webhook h on h.id = w.id and h.least_severity <= a.severity where a.number = @number order by w.id
                """, new { number }))
            {
                if (!waiting.TryGetValue(webhook, out var notices)) waiting[webhook] = notices = [];
                notices.Add(notice);
            }
        }
        foreach (var (webhook, notices) in waiting) await deliveries.EnqueueAsync(connection, webhook, notices.Chunk(Largest).Select(piece => JsonSerializer.Serialize(piece)));
    }

    private async Task<long?> RaiseAsync(DbConnection connection, Finding finding)
    {
        if (finding.Parties.Count == 0) return null;
        var number = await connection.ExecuteScalarAsync<long?>("""
            insert into captured.alert (id, chain, rule, severity, subject, block, tx, log_index, time, evidence, acts)
            values (@id, @Key, @Rule, @severity, @Subject, @block, @tx, @log, @time, @evidence, @acts) on conflict (id) do nothing returning number
            """, new
        {
            id = IdOf(finding),
            deployment.Key,
            finding.Rule,
            severity = (int)finding.Severity,
            finding.Subject,
            block = (long)finding.Cause.Block,
            tx = finding.Cause.Transaction?.ToArray(),
            log = (long?)finding.Cause.LogIndex,
            time = (long)finding.Cause.Time,
            evidence = finding.Evidence.ToJsonString(Json.Options),
            acts = JsonSerializer.Serialize(finding.Acts, Json.Options),
        });
        if (number is not null)
            await connection.ExecuteAsync("insert into captured.alert_party (party, alert) values (@party, @number)", finding.Parties.Select(party => new { party = (long)party.Value, number }));
        return number;
    }

    private async Task<long?> ResolveAsync(DbConnection connection, AlertChange change, ChainMoment at) => await connection.ExecuteScalarAsync<long?>("""
        update captured.alert set gone_block = @block, gone_tx = @tx, gone_time = @time where chain = @Key and rule = @Rule and subject = @Subject and gone_block is null returning number
        """, new
    {
        deployment.Key,
        change.Rule,
        change.Subject,
        block = (long)(change.Gone?.Block ?? at.Block),
        tx = change.Gone?.Transaction?.ToArray(),
        time = (long)(change.Gone?.Time ?? at.Time),
    });

    /// <summary>The same for the same cause: of an event its place, of what time alone brought about the time.</summary>
    private string IdOf(Finding finding)
    {
        var cause = finding.Cause.LogIndex is { } log ? $"{finding.Cause.Block}.{log}" : $"@{finding.Cause.Time}";
        return Convert.ToHexStringLower(Keccak256.Hash(Encoding.UTF8.GetBytes($"{deployment.Key} {finding.Rule} {finding.Subject} {cause}")).Span[..16]);
    }
}
