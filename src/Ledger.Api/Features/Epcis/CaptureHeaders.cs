using System.Globalization;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Sdk;

namespace Ledger.Api.Features.Epcis;

/// <summary>The headers of the capture interface (EPCIS 2.0, REST binding).</summary>
internal static class CaptureHeaders
{
    /// <summary>Says which versions there are, and what one capture may hold; with problems too.</summary>
    public static void Announce(HttpResponse response, LedgerApiOptions options) => response.OnStarting(() =>
    {
        var headers = response.Headers;
        headers["GS1-EPCIS-Version"] = "2.0.0";
        headers["GS1-CBV-Version"] = "2.0.0";
        headers["GS1-EPCIS-Capture-Limit"] = options.CaptureEventLimit.ToString(CultureInfo.InvariantCulture);
        headers["GS1-EPCIS-Capture-File-Size-Limit"] = options.CaptureLimit.ToString(CultureInfo.InvariantCulture);
        headers["GS1-Capture-Error-Behaviour"] = "all";
        return Task.CompletedTask;
    });

    /// <summary>What the request says of who may read what; null where it says nothing.</summary>
    public static string? VisibilityOf(HttpRequest request) => request.Headers.TryGetValue(Disclosure.Header, out var header) ? header.ToString() : null;

    /// <summary>What the request asks for; rollback where it does not say.</summary>
    /// <exception cref="LedgerException"><c>malformed-request</c>.</exception>
    public static CaptureErrorBehaviour BehaviourOf(HttpRequest request) => request.Headers["GS1-Capture-Error-Behaviour"].ToString() switch
    {
        "" or "rollback" => CaptureErrorBehaviour.Rollback,
        "proceed" => CaptureErrorBehaviour.Proceed,
        var other => throw new LedgerException("malformed-request", $"GS1-Capture-Error-Behaviour is rollback or proceed, not '{other}'."),
    };
}
