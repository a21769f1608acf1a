using System.Text.Json;
using Ledger.Devnet.Hosting;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>What a partner's own client did, for the ending to show.</summary>
/// <param name="KeyFile">Where the API key is.</param>
/// <param name="Class">The EPC class that both queries ask for, as URN.</param>
/// <param name="Part">The bundle that shows a part of an event.</param>
/// <param name="Product">The path of the Digital Link whose owner set where it leads; null where the documents name no second product.</param>
internal sealed record PartnerResult(string KeyFile, string Class, string Part, string? Product);

/// <summary>The last act: a partner's own client captures, queries and resolves, without a wallet.</summary>
internal sealed class PartnerAct(RunningDevnet devnet, LedgerClient ledger, CaptureClient sessions, Screen.Screen screen)
{
    private const string KeyName = "laboratory";
    private static readonly string[] Languages = ["en"];
    private static readonly string[] Shown = ["eventTime", "bizStep", "readPoint"];

    /// <summary>Plays it.</summary>
    /// <exception cref="LedgerException">A step failed, or showed something to whom it should not.</exception>
    public async Task<PartnerResult> PlayAsync(Cast cast, Captured captured, Script script, CheckResult check, CancellationToken cancellationToken)
    {
        screen.Title("A partner's own client: an API key over HTTP Basic, no wallet");
        using var partner = new PartnerClient(devnet.Api);
        var inspection = Read("inspection.xml");
        var lot = EventReader.TryRead(inspection)[0].Named.Quantities[0].Class;
        var owner = cast.Of(lot) ?? cast.With(PartyRoles.Producer);
        var key = await IssueAsync(owner, cancellationToken);
        var job = await partner.CaptureAsync(inspection, key.Secret, null, cancellationToken);
        screen.Done($"{inspection.Name}, EPCIS 1.2 in XML, is captured as job {job["captureID"]}: success {job["success"]}, {job["eventCount"]} event, errors {job["errors"]!.AsArray().Count}");
        await QueryAsync(partner, lot, key.Secret, cancellationToken);
        await HideAsync(partner, cast, owner, lot, key.Secret, cancellationToken);
        var part = await DiscloseAsync(check.Good, cancellationToken);
        var product = await ResolveAsync(partner, owner, cast, captured, script, cancellationToken);
        return new PartnerResult(key.File, lot, part, product);
    }

    private static DocumentFile Read(string name) => new(name, File.ReadAllBytes(Path.Combine(Places.Partner, name)));

    /// <summary>A new key at every start; the one of the last run ends.</summary>
    private async Task<(string Secret, string File)> IssueAsync(CastMember owner, CancellationToken cancellationToken)
    {
        ledger.Token = await sessions.TokenOfAsync(owner, cancellationToken);
        foreach (var old in (await ledger.ListApiKeysAsync(cancellationToken)).Where(old => old is { Name: KeyName, Status: ApiKeyStatus.Active })) await ledger.RevokeApiKeyAsync(old.Id, cancellationToken);
        var issued = await ledger.IssueApiKeyAsync(KeyName, [ApiScope.Capture, ApiScope.Query], cancellationToken: cancellationToken);
        var file = Path.Combine(devnet.Data.Keys, $"{KeyName}.key");
        await File.WriteAllTextAsync(file, issued.Key, cancellationToken);
        screen.Done($"{owner} issues an API key to its laboratory, to capture and query, until {issued.Info.Expires:yyyy-MM-dd}");
        return (issued.Key, file);
    }

    private async Task QueryAsync(PartnerClient partner, string lot, string key, CancellationToken cancellationToken)
    {
        var byUrn = await partner.FindAsync($"MATCH_anyEPCClass={lot}", key, cancellationToken);
        var byLink = await partner.FindAsync($"MATCH_anyEPCClass={Uri.EscapeDataString(Epc.Identity(lot))}", key, cancellationToken);
        if (byUrn.Count == 0 || !byLink.Order().SequenceEqual(byUrn.Order())) throw Wrong($"{lot} is in {byUrn.Count} events by its URN, and in {byLink.Count} by its Digital Link.");
        screen.Done($"A query for {lot} finds {byUrn.Count} of the events, and one for {Epc.Identity(lot)} the same");
    }

    private async Task HideAsync(PartnerClient partner, Cast cast, CastMember owner, string lot, string key, CancellationToken cancellationToken)
    {
        var price = Read("price.json");
        var other = cast.With(PartyRoles.Warehouse, owner) ?? cast.Members.First(member => member != owner);
        var job = await partner.CaptureAsync(price, key, $"parties:{other.Id}", cancellationToken);
        var id = (string)job["events"]![0]!["eventId"]!;
        foreach (var (reader, secret, reads) in new[] { ($"{owner}", key, true), ($"{other}", await sessions.TokenOfAsync(other, cancellationToken), true), ("a stranger", null, false) })
            if (await partner.ReadsAsync(id, secret, cancellationToken) != reads) throw Wrong($"{price.Name} is for two parties, and {reader} {(reads ? "can't read it" : "reads it")}.");
        if ((await partner.FindAsync($"MATCH_anyEPCClass={lot}", null, cancellationToken)).Contains(id)) throw Wrong($"A stranger's query finds {price.Name}.");
        screen.Done($"{price.Name} is captured for {owner} and {other} alone: encrypted to their keys, and a stranger neither reads nor finds it");
    }

    private async Task<string> DiscloseAsync(string bundle, CancellationToken cancellationToken)
    {
        var part = Path.Combine(devnet.Data.Proofs, "part.json");
        var (made, why) = await LedgerCommand.RunAsync(["disclose", bundle, "--fields", string.Join(',', Shown), "--out", part], cancellationToken);
        if (made != 0) throw Wrong($"ledger disclose ended with {made}: {why}");
        var (verified, verdict) = await LedgerCommand.VerifyAsync(part, cancellationToken);
        if (verified != 0) throw Wrong($"A part of a proof does not verify: {verdict}");
        screen.Done($"ledger disclose {Path.GetFileName(bundle)} shows {string.Join(", ", Shown)} and nothing else, and verifies against the same anchor");
        return part;
    }

    /// <summary>The owner signs where a product's codes lead. It leaves the traveller's alone, whose codes show the trace page.</summary>
    private async Task<string?> ResolveAsync(PartnerClient partner, CastMember owner, Cast cast, Captured captured, Script script, CancellationToken cancellationToken)
    {
        var product = captured.Events.Keys.SelectMany(e => e.AllItems.Concat(e.AllQuantities.Select(quantity => quantity.Class))).Where(goods => cast.Of(goods) == owner)
            .Select(goods => Epc.TryParse(goods, out var epc) && epc.PrimaryKey.Code == "01" ? $"/01/{epc.PrimaryKey.Value}" : null).OfType<string>()
            .FirstOrDefault(path => script.Traveller?.Identity.Contains(path, StringComparison.Ordinal) != true);
        if (product is not null)
        {
            var document = JsonSerializer.Serialize(new
            {
                itemDescription = $"A product of {owner}",
                links = new[] { new { linktype = "gs1:pip", href = $"https://products.example{product}", title = $"About this product of {owner}", type = "text/html", hreflang = Languages } },
            });
            await ledger.Links.SetAsync(product, document, owner.Key, cancellationToken);
            screen.Done($"{owner} signs where its codes lead: {product} redirects to {await partner.ResolveAsync(product, cancellationToken)}");
        }
        if (script.Traveller is { } traveller && traveller.Identity.StartsWith(DigitalLink.CanonicalStem, StringComparison.Ordinal))
        {
            var path = new Uri(traveller.Identity).AbsolutePath;
            var page = await partner.ResolveAsync(path, cancellationToken) ?? throw Wrong($"{path} leads nowhere.");
            screen.Done($"{path}, whose owner set nothing, redirects to its trace page: {page}");
        }
        return product;
    }

    private static LedgerException Wrong(string what) => new("partner-wrong", what, "This must never happen: please report it.");
}
