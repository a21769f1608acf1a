using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Risk;

/// <summary>Reads alerts as a party may see them: those that it is concerned by; a regulator sees all.</summary>
public sealed class AlertReader(CurrentDeployment deployment)
{
    private const string Columns = """
        a.number, a.id, a.rule, a.severity, a.subject, a.block, a.tx, a.log_index as LogIndex, a.time, a.evidence, a.acts, a.gone_block as GoneBlock, a.gone_tx as GoneTx, a.gone_time as GoneTime
        """;

    private const string Concerned = "a.chain = @Key and (@all = 1 or exists (select 1 from captured.alert_party p where p.party = @party and p.alert = a.number))";

    /// <summary>Alerts below a number, newest first.</summary>
    public async Task<IReadOnlyList<(long Number, Alert Alert)>> ListAsync(DbConnection connection, Caller caller, bool openOnly, long below, int limit)
    {
        var rows = await connection.QueryAsync<Row>($"""
            select {Columns} from captured.alert a where {Concerned} and a.number < @below and (@open = 0 or a.gone_block is null) order by a.number desc limit @limit
            """, Values(caller, new { below, open = openOnly ? 1 : 0, limit }));
        return [.. rows.Select(row => (row.Number, row.ToAlert(caller)))];
    }

    /// <summary>One alert; null where there is none, or it does not concern the caller.</summary>
    public async Task<Alert?> FindAsync(DbConnection connection, Caller caller, string id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"select {Columns} from captured.alert a where {Concerned} and a.id = @id", Values(caller, new { id })))?.ToAlert(caller);

    /// <summary>Notices after a number, in order.</summary>
    public async Task<IReadOnlyList<AlertNotice>> NoticesAsync(DbConnection connection, Caller caller, long after, int limit) => Notices(caller, await connection.QueryAsync<Row>($"""
        select {Columns}, n.number as Notice, n.kind from captured.alert_notice n join captured.alert a on a.number = n.alert where n.number > @after and {Concerned} order by n.number limit @limit
        """, Values(caller, new { after, limit })));

    /// <summary>These notices, in order.</summary>
    public async Task<IReadOnlyList<AlertNotice>> NoticesAsync(DbConnection connection, Caller caller, IEnumerable<long> numbers)
    {
        var rows = new List<Row>();
        foreach (var number in numbers)
            rows.AddRange(await connection.QueryAsync<Row>($"""
                select {Columns}, n.number as Notice, n.kind from captured.alert_notice n join captured.alert a on a.number = n.alert where n.number = @number and {Concerned}
                """, Values(caller, new { number })));
        return Notices(caller, rows);
    }

    /// <summary>The number of the last notice; 0 before the first.</summary>
    public static async Task<long> LastNoticeAsync(DbConnection connection) => await connection.ExecuteScalarAsync<long?>("select max(number) from captured.alert_notice") ?? 0;

    private static IReadOnlyList<AlertNotice> Notices(Caller caller, IEnumerable<Row> rows) => [.. rows.Select(row => new AlertNotice(row.Notice, row.Kind == 1 ? "raised" : "resolved", row.ToAlert(caller)))];

    private DynamicParameters Values(Caller caller, object values)
    {
        var parameters = new DynamicParameters(values);
        parameters.Add("Key", deployment.Key.ToArray());
        parameters.Add("party", (long)caller.Party.Value);
        parameters.Add("all", caller.Roles.HasFlag(PartyRoles.Regulator) ? 1 : 0);
        return parameters;
    }

    private sealed record Row
    {
        public long Number { get; init; }
        public long Notice { get; init; }
        public long Kind { get; init; }
        public string Id { get; init; } = "";
        public string Rule { get; init; } = "";
        public long Severity { get; init; }
        public string Subject { get; init; } = "";
        public long Block { get; init; }
        public byte[]? Tx { get; init; }
        public long? LogIndex { get; init; }
        public long Time { get; init; }
        public string Evidence { get; init; } = "";
        public string Acts { get; init; } = "";
        public long? GoneBlock { get; init; }
        public byte[]? GoneTx { get; init; }
        public long? GoneTime { get; init; }

        /// <summary>What others may do about it, and how much they have at stake, is theirs to know. What an authority signs, anyone who is told may ask for, but whom it stops.</summary>
        public Alert ToAlert(Caller caller) => new(
            Id, Rule, (AlertSeverity)Severity, Subject, DateTimeOffset.FromUnixTimeSeconds(Time), (ulong)Block, Tx is null ? null : new Hash32(Tx), (ulong?)LogIndex, JsonNode.Parse(Evidence)!.AsObject(),
            [.. JsonSerializer.Deserialize<AlertAct[]>(Acts, LedgerJson.Options)!.Where(act => act.Signer is { } signer ? signer == caller.Party : act.Message["party"]?.ToString() != $"{caller.Party}")],
            GoneBlock is { } gone ? new AlertEnd(DateTimeOffset.FromUnixTimeSeconds(GoneTime ?? 0), (ulong)gone, GoneTx is null ? null : new Hash32(GoneTx)) : null);
    }
}
