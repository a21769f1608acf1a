using System.Text;
using Ledger.Sdk;

namespace Ledger.Api.Queries;

/// <summary>Says and checks versions on every resource of the EPCIS interface.</summary>
public static class EpcisVersions
{
    /// <summary>The version of EPCIS and of the CBV in which answers come.</summary>
    public const string Spoken = "2.0.0";

    /// <summary>This software's own version.</summary>
    public static string Vendor { get; } = typeof(EpcisVersions).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static readonly Version Ours = new(2, 0, 0);
    private static readonly Version OldestCaptured = new(1, 2, 0);

    /// <summary>Adds the headers to answers, and refuses requests that want a version that is not spoken.</summary>
    public static void UseEpcisVersions(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/epcis")) return next(context);
        context.Response.OnStarting(Announce, context);
        foreach (var name in (ReadOnlySpan<string>)["GS1-EPCIS", "GS1-CBV"])
        {
            Refuse(context, $"{name}-Min", version => version <= Ours);
            Refuse(context, $"{name}-Max", version => version >= Ours);
            Refuse(context, $"{name}-Version", version => version == Ours || (HttpMethods.IsPost(context.Request.Method) && version >= OldestCaptured && version <= Ours));
        }
        return next(context);
    });

    /// <summary>With problems too, for which all headers set before are dropped.</summary>
    private static Task Announce(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers["GS1-EPCIS-Version"] = Spoken;
        headers["GS1-CBV-Version"] = Spoken;
        if (context.Request.Headers["GS1-Extensions"].ToString() is { Length: > 0 } extensions && Ascii.IsValid(extensions)) headers["GS1-Extensions"] = extensions;
        return Task.CompletedTask;
    }

    private static void Refuse(HttpContext context, string name, Func<Version, bool> fits)
    {
        if (!context.Request.Headers.TryGetValue(name, out var text)) return;
        if (!Version.TryParse(text.ToString().Contains('.', StringComparison.Ordinal) ? text : text + ".0", out var version))
            throw new LedgerException("malformed-request", $"{name}: '{text}' is no version.", "Such as 2.0.0.");
        var padded = new Version(version.Major, version.Minor, Math.Max(version.Build, 0));
        if (!fits(padded)) throw new LedgerException("not-acceptable", $"{name}: {text} is not spoken here.", $"Version {Spoken} is.");
    }
}
