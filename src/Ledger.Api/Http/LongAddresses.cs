using Ledger.Sdk;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Http;

/// <summary>Refuses addresses that are too long with a problem, before the server's own limit would with nothing.</summary>
public static class LongAddresses
{
    /// <summary>So many characters a path with its query string may have.</summary>
    public const int Most = 16_384;

    /// <summary>Adds the check.</summary>
    public static void UseLongAddresses(this IApplicationBuilder app) => app.Use(static (context, next) =>
        (context.Features.Get<IHttpRequestFeature>()?.RawTarget.Length ?? 0) <= Most ? next(context)
            : throw new LedgerException("uri-too-long", $"The address has more than {Most} characters.", "Keep a long query under a name: POST /epcis/v2/queries."));
}
