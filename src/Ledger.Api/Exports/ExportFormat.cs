using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Exports;

/// <summary>What a caller asks an export for: whose, from when to when, in which form.</summary>
/// <param name="Party">Whose; of all, the caller.</param>
/// <param name="IsAll">All parties', one after another.</param>
/// <param name="From">The first second that counts.</param>
/// <param name="To">The first second that counts no more.</param>
/// <param name="IsCsv">CSV rather than JSON.</param>
internal sealed record ExportRequest(PartyId Party, bool IsAll, ulong From, ulong To, bool IsCsv)
{
    /// <summary>Reads the query: <c>party</c> (a number or <c>all</c>; a regulator's alone, where it is not the caller), <c>from</c>, <c>to</c>, <c>format</c>, else <c>Accept</c>.</summary>
    /// <exception cref="LedgerException"><c>role-required</c>, <c>invalid-identifier</c>, <c>malformed-time</c>, <c>malformed-request</c>, <c>not-acceptable</c>.</exception>
    public static ExportRequest Read(HttpRequest request, Caller caller)
    {
        var query = request.Query;
        var isAll = query.TryGetValue("party", out var named) && named.ToString() == "all";
        var party = isAll || named.Count == 0 ? caller.Party : ShowParty.ParseId(named.ToString());
        if ((isAll || party != caller.Party) && !caller.SeesAll())
            throw new LedgerException("role-required", isAll ? "Only regulators read all parties'." : $"Only party {party} itself and regulators read this.", "Leave ?party= out for your own.");
        var from = query.TryGetValue("from", out var first) ? Times.Parse(first.ToString()) : 0;
        var to = query.TryGetValue("to", out var last) ? Times.Parse(last.ToString()) : long.MaxValue;
        return new ExportRequest(party, isAll, from, Math.Min(to, long.MaxValue), IsCsvWanted(request));
    }

    private static bool IsCsvWanted(HttpRequest request)
    {
        if (request.Query.TryGetValue("format", out var format))
            return format.ToString() switch
            {
                "csv" => true,
                "json" => false,
                var other => throw new LedgerException("malformed-request", $"format is csv or json, not '{other}'."),
            };
        if (request.GetTypedHeaders().Accept is not { Count: > 0 } accepted) return false;
        foreach (var type in accepted.OrderByDescending(type => type.Quality ?? 1))
        {
            if (Is(type, "text", "csv") && type.MediaType != "*/*") return true;
            if (Is(type, "application", "json")) return false;
        }
        throw new LedgerException("not-acceptable", "An export is text/csv or application/json.", "Ask for one of them by Accept or ?format=.");
    }

    private static bool Is(MediaTypeHeaderValue type, string kind, string sub) =>
        type.Quality != 0 && (type.Type == "*" || type.Type.Equals(kind, StringComparison.OrdinalIgnoreCase)) && (type.SubType == "*" || type.SubType.Equals(sub, StringComparison.OrdinalIgnoreCase));
}
