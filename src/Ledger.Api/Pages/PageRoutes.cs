using System.Data;
using System.Data.Common;
using Ledger.Api.Features.Resolver;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Pages;

/// <summary>The pages for people: the start page, and a trace page for every Digital Link behind <c>/trace</c>.</summary>
public static class PageRoutes
{
    private const string Trace = "/trace";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", StartAsync).ExcludeFromDescription();
        routes.MapGet("/unit/{id}", ShowIdAsync).ExcludeFromDescription();
        routes.MapGet($"{Trace}/{{**link}}", ShowKeyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> StartAsync(string? code, HttpContext context, Database database)
    {
        if (string.IsNullOrWhiteSpace(code)) return Page<StartPage>(context, 200, new() { ["Recent"] = await RecentGoods.ReadAsync(database, context.RequestAborted) });
        var text = code.Trim();
        if (Hash32.TryParse(text, out var id)) return TypedResults.Redirect($"/unit/{id}");
        if (Epc.TryParse(text, out var epc, out var error)) return TypedResults.Redirect($"{Trace}/{epc.CanonicalKey}");
        return Page<StartPage>(context, 400, new() { ["Code"] = text, ["Problem"] = new Verdict(Tone.Bad, error.Message, error.Hint ?? "Look again at what is printed beside the code.") });
    }

    private static async Task<IResult> ShowKeyAsync(HttpContext context, Database database, CurrentDeployment deployment, LedgerApiOptions options)
    {
        // As it was sent: a decoded path could not tell %2F from a slash.
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2)[0][Trace.Length..];
        if (!Epc.TryParse(DigitalLink.CanonicalStem + path, out var epc, out var error)) return Wrong(context, path, error);
        return await ShowAsync(context, database, deployment, UnitId.Of(epc.CanonicalUri).Value, epc, $"{options.OriginOf(context.Request)}/{epc.CanonicalKey}");
    }

    private static async Task<IResult> ShowIdAsync(string id, HttpContext context, Database database, CurrentDeployment deployment, LedgerApiOptions options) =>
        Hash32.TryParse(id, out var unit)
            ? await ShowAsync(context, database, deployment, unit, null, $"{options.OriginOf(context.Request)}/unit/{unit}")
            : throw new LedgerException("malformed-hex", $"A unit's id is 0x and 64 hexadecimal digits, not '{id}'.");

    private static async Task<IResult> ShowAsync(HttpContext context, Database database, CurrentDeployment deployment, Hash32 id, Epc? epc, string link)
    {
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, context.RequestAborted);
        var facts = await TraceFacts.ReadAsync(connection, id, deployment.Key);
        if (facts.IsUnknown) return await UnknownAsync(context, connection, epc);
        var names = await NameBook.ReadAsync(connection, Parties(facts), Ids(facts, id), [.. facts.Records.SelectMany(record => new[] { record.ReadPoint, record.BizLocation }), epc?.CanonicalUri, ProductOf(epc)], Holders(facts));
        var named = epc ?? (names.Uri(id) is { } uri && Epc.TryParse(uri, out var found) ? found : null);
        return Page<TracePage>(context, 200, new() { ["View"] = new TraceComposer(facts, names, named).Compose(link, deployment.Manifest.ChainId) });
    }

    private static string? ProductOf(Epc? epc) => epc is null ? null : $"{DigitalLink.CanonicalStem}/{epc.PrimaryKey.Code}/{epc.PrimaryKey.Value}";

    private static IEnumerable<ulong> Parties(TraceFacts facts) =>
    [
        facts.Unit?.Custodian ?? 0, facts.Lot?.Issuer ?? 0, .. facts.Steps.Select(step => step.To), .. facts.Steps.Select(step => step.From ?? 0), .. facts.Records.Select(record => record.Party),
        .. facts.Recalls.Select(recall => recall.Party), .. facts.Back?.Nodes.Select(node => node.Holder) ?? [], .. facts.Back?.Links.Select(link => link.By) ?? [],
    ];

    /// <summary>Who had it, by the chain: first who registered it, then who took it over, then who had what it was made of.</summary>
    private static IEnumerable<ulong> Holders(TraceFacts facts) =>
        [facts.Unit?.RegisteredBy ?? 0, facts.Lot?.Issuer ?? 0, .. facts.Steps.Select(step => step.To), .. facts.Back?.Nodes.Select(node => node.Holder) ?? [], .. facts.Back?.Links.Select(link => link.By) ?? []];

    private static IEnumerable<Hash32> Ids(TraceFacts facts, Hash32 id) =>
    [
        id, .. facts.Steps.Select(step => step.Other).OfType<Hash32>(), .. facts.Back?.Nodes.Select(node => node.Id) ?? [], .. facts.Inside, .. facts.Made,
        .. facts.Unit?.Parent is { } parent ? [parent] : (Hash32[])[], .. facts.Unit?.Lot is { } lot ? [lot] : (Hash32[])[],
    ];

    /// <summary>Says that nothing is recorded of exactly this; of a product that is known here, that its items and lots have pages of their own.</summary>
    internal static async Task<IResult> UnknownAsync(HttpContext context, DbConnection connection, Epc? epc)
    {
        var product = epc?.Kind == EpcKind.Gtin ? (await NameBook.ReadAsync(connection, [], [], [epc.CanonicalUri], [])).Product(epc) : null;
        return Page<MessagePage>(context, 404, new()
        {
            ["Kind"] = epc is null ? "Unknown" : EpcWords.Kind(epc),
            ["Title"] = product ?? (epc is null ? "Nothing is known of this" : EpcWords.Sentence(EpcWords.Label(epc))),
            ["Verdict"] = product is null
                ? new Verdict(Tone.Open, "Nobody has recorded this here", "The code is well formed, but no party registered it on this ledger and no document names it. That doesn’t mean it is fake: its maker may not take part, or uses another ledger.")
                : new Verdict(Tone.Open, "This code is the same on every package", "It names the product, which is known here, but not which one you hold. Every item or lot that was recorded has a page of its own."),
            ["Hint"] = product is null ? "If the code was printed as proof of origin, ask the seller." : "Look for a code with a serial number or a lot on the package: a square one, or what is printed beside it.",
        });
    }

    /// <summary>Lists links for the reader to choose from, and for programs the same as JSON-LD.</summary>
    internal static RazorComponentResult<ChoicePage> Choices(HttpContext context, int status, string kind, string title, IReadOnlyList<Level> levels, string linkset) => Page<ChoicePage>(context, status, new()
    {
        ["Kind"] = kind,
        ["Title"] = title,
        ["Linkset"] = linkset,
        ["Links"] = levels.SelectMany(level => level.Links).DistinctBy(link => link.Href).Select(link => new Related(link.Title, link.Href, "")).ToList(),
    });

    internal static RazorComponentResult<MessagePage> Wrong(HttpContext context, string path, InvalidIdentifierException error)
    {
        var isDigit = error.Code == "identifier-check-digit";
        return Page<MessagePage>(context, 400, new()
        {
            ["Kind"] = "This code can’t be right",
            ["Title"] = isDigit ? "A digit is wrong" : "Not a valid code",
            ["Verdict"] = isDigit
                ? new Verdict(Tone.Bad, "The last digit doesn’t fit the others", $"It is computed from them to catch typing mistakes. {error.Hint}")
                : new Verdict(Tone.Bad, "The code breaks the rules of GS1", error.Hint ?? "Look again at what is printed beside the code."),
            ["Hint"] = error.Message,
            ["Suggestion"] = isDigit ? Corrected(path, error.Hint ?? "") : null,
        });
    }

    /// <summary>The same path with the digits that the hint gives.</summary>
    private static Related? Corrected(string path, string hint)
    {
        var right = string.Concat(hint.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
        var segments = path.Split('/');
        var at = Array.FindIndex(segments, segment => right.Length > 7 && segment.StartsWith(right[..^1], StringComparison.Ordinal));
        if (at < 0) return null;
        segments[at] = right + segments[at][right.Length..];
        var corrected = string.Join('/', segments);
        return Epc.TryParse(DigitalLink.CanonicalStem + corrected, out var epc) ? new Related(EpcWords.Sentence($"{epc.PrimaryKey.Value}, {EpcWords.Label(epc)}"), corrected, "") : null;
    }

    private static RazorComponentResult<T> Page<T>(HttpContext context, int status, Dictionary<string, object?> parameters) where T : IComponent
    {
        context.Response.Headers.CacheControl = status == 200 ? "public, max-age=5" : "no-store";
        return new RazorComponentResult<T>(parameters) { StatusCode = status, PreventStreamingRendering = true };
    }
}
