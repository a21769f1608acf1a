using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Exports;

/// <summary>What a caller asks an export for: whose, from when to when, in which form.</summary>
/// <param name="Party">Whose.</param>
/// <param name="From">The first second that counts.</param>
/// <param name="To">The first second that counts no more.</param>
/// <param name="IsCsv">CSV rather than JSON.</param>
internal sealed record ExportRequest(PartyId Party, ulong From, ulong To, bool IsCsv)
{
    /// <summary>Reads the query: <c>party</c> (a regulator's alone, where it is not the caller), <c>from</c>, <c>to</c>, <c>format</c>, else <c>Accept</c>.</summary>
    /// <exception cref="LedgerException"><c>role-required</c>, <c>invalid-identifier</c>, <c>malformed-time</c>, <c>malformed-request</c>, <c>not-acceptable</c>.</exception>
    public static ExportRequest Read(HttpRequest request, Caller caller)
    {
        var query = request.Query;
        var party = query.TryGetValue("party", out var named) ? ShowParty.ParseId(named.ToString()) : caller.Party;
        if (party != caller.Party && (caller.Roles & PartyRoles.Regulator) == 0)
            throw new LedgerException("role-required", $"Only party {party} itself and regulators read this.", "Leave ?party= out for your own.");
        var from = query.TryGetValue("from", out var first) ? Times.Parse(first.ToString()) : 0;
        var to = query.TryGetValue("to", out var last) ? Times.Parse(last.ToString()) : long.MaxValue;
        return new ExportRequest(party, from, Math.Min(to, long.MaxValue), IsCsvWanted(request));
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
