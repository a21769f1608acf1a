using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Exports;

/// <summary>What all exports have in common.</summary>
internal static class ExportRoutes
{
    /// <summary>Says what an export takes and answers.</summary>
    public static RouteHandlerBuilder IsExport(this RouteHandlerBuilder route, string name, string summary, object example) => route
        .WithName(name).WithTags("Exports").WithSummary(summary)
        .WithDescription("CSV or JSON by Accept or ?format=csv|json. Amounts are minor units in JSON and decimal text in CSV. Text that a spreadsheet would run as a formula has an apostrophe before it in CSV. "
            + "?from= and ?to= limit the time, from the first to before the second. The caller's own; a regulator's ?party= names any, or all: one file, party by party, each row with its party's number before it, and nothing said of one party alone.")
        .Needs(ApiScope.Query).Produces<object>(200, "application/json", "text/csv").Answers(example)
        .Refuses("sign-in-required", "not-a-party", "insufficient-scope", "role-required", "invalid-identifier", "malformed-time", "malformed-request", "not-acceptable", "not-indexed-yet");
}
