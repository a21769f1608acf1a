using Ledger.Api;
using Ledger.Devnet.Hosting;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;

namespace Ledger.Devnet.Story;

/// <summary>What the newcomer reads last: where to look, what to try, what happened.</summary>
/// <param name="exits">Whether the devnet ends right afterwards, so that its addresses answer no more.</param>
internal sealed class Ending(RunningDevnet devnet, HttpClient http, bool exits, Screen.Screen screen)
{
    /// <summary>Makes sure that what will be shown answers, then shows it.</summary>
    /// <exception cref="LedgerException">A page or resource does not answer.</exception>
    public async Task ShowAsync(Script script, Cast cast, Captured captured, IReadOnlyList<ToldStep> steps, MoneyResult money, CheckResult check, PartnerResult partner, TimeSpan told, TimeSpan all, CancellationToken cancellationToken)
    {
        foreach (var path in script.Traveller is { } traveller ? new[] { PageOf(traveller), CustodyOf(captured, traveller) }.OfType<string>() : [])
        {
            using var response = await http.GetAsync(path, cancellationToken);
            if (!response.IsSuccessStatusCode) throw new LedgerException("page-missing", $"{path} answers {(int)response.StatusCode} {response.ReasonPhrase}.", $"The log says why: {devnet.Data.Log}");
        }
        Show(script, cast, captured, steps, money, check, partner, told, all);
    }

    private void Show(Script script, Cast cast, Captured captured, IReadOnlyList<ToldStep> steps, MoneyResult money, CheckResult check, PartnerResult partner, TimeSpan told, TimeSpan all)
    {
        var api = Ports.Show(devnet.Api);
        var here = Environment.CurrentDirectory;
        screen.Title(exits ? "See for yourself, with a devnet that stays up: leave out --exit-after-demo" : "See for yourself");
        if (script.Traveller is { } traveller)
        {
            if (PageOf(traveller) is { } page) screen.Say($"  Open the trace page of {traveller}, which passed through {traveller.Hands} hands:\n    {api}{page}");
            screen.Say("  Its journey for programs:");
            screen.Say($"    curl -s {api}{CustodyOf(captured, traveller)}");
        }
        screen.Say("  Check a proof offline, then the same with one digit changed:");
        screen.Say($"    dotnet run --project src/Ledger.Cli -- verify {Path.GetRelativePath(here, check.Good)}");
        screen.Say($"    dotnet run --project src/Ledger.Cli -- verify {Path.GetRelativePath(here, check.Tampered)}");
        screen.Say("  The same with most of its fields withheld:");
        screen.Say($"    dotnet run --project src/Ledger.Cli -- verify {Path.GetRelativePath(here, partner.Part)}");
        screen.Say("  Capture and query as a partner's own client does (README, \"Connect a partner\"):");
        screen.Say($"    curl -s -u \"laboratory:$(cat {Path.GetRelativePath(here, partner.KeyFile)})\" -H \"Content-Type: application/xml\" --data-binary @{Path.GetRelativePath(here, Path.Combine(Places.Partner, "inspection.xml"))} {api}/epcis/v2/capture");
        screen.Say($"    curl -s \"{api}/epcis/v2/events?MATCH_anyEPCClass={partner.Class}\"");
        if (partner.Product is { } product)
        {
            screen.Say("  Ask where a product's code leads, and for all its links:");
            screen.Say($"    curl -si {api}{product}");
            screen.Say($"    curl -s \"{api}{product}?linkType=linkset\"");
        }
        screen.Say("  See the lender's check of a receivable, and its debtor's credit computed from the chain alone:");
        screen.Say($"    LEDGER_PASSWORD={KeyFiles.Password} dotnet run --project src/Ledger.Cli -- receivable check {money.Receivable} --key {Path.GetRelativePath(here, Path.Combine(devnet.Data.Keys, $"party-{money.Debtor.Id}.json"))}{At(api)}");
        screen.Say($"    dotnet run --project src/Ledger.Cli -- credit {money.Debtor.Id} --rpc {Ports.Show(devnet.Rpc)}{At(api)}");
        screen.Say($"  Sign for a party yourself (README, \"Hand goods over\"); their key files, password {KeyFiles.Password}:");
        screen.Say($"    {Path.GetRelativePath(here, devnet.Data.Keys)}");
        Sum(cast, captured, steps, money, check, told, all);
    }

    private void Sum(Cast cast, Captured captured, IReadOnlyList<ToldStep> steps, MoneyResult money, CheckResult check, TimeSpan told, TimeSpan all)
    {
        screen.Title("Summary");
        screen.Table(
        [
            ("documents", $"{captured.Documents} captured, {captured.Refused} refused"),
            ("events", $"{captured.Distinct}, of which anchored and proved: {check.Anchored}"),
            ("hand-offs", $"{Count(steps, StepKind.HandOff)}, and {Count(steps, StepKind.Reject)} refused by the receiver"),
            ("other intents", $"{steps.Count - Count(steps, StepKind.HandOff) - Count(steps, StepKind.Reject)} (registrations, packing, transformation, condition, recall)"),
            ("money", $"{Money(money.Count.Issued)} issued, {Money(money.Count.TakenBack)} taken back, {Money(money.Count.Held + money.Count.Waiting)} there"),
            ("parties", $"{cast.Members.Count}, and the registrar"),
            ("times", $"up in {Screen.Screen.Seconds(devnet.Started)}, story told after {Screen.Screen.Seconds(told)}, all proved after {Screen.Screen.Seconds(all)}"),
        ]);
    }

    /// <summary>The path of its Digital Link; null for what GS1 did not identify.</summary>
    private static string? PageOf(Holding unit) => unit.Identity.StartsWith(DigitalLink.CanonicalStem, StringComparison.Ordinal) ? new Uri(unit.Identity).AbsolutePath : null;

    private static string CustodyOf(Captured captured, Holding unit) => $"/units/{NameInUrl(captured, unit)}/custody";

    /// <summary>The EPC URN of the documents, which needs no escapes; else the identity, escaped.</summary>
    private static string NameInUrl(Captured captured, Holding unit) => captured.Events.Keys.SelectMany(e => e.AllItems)
        .FirstOrDefault(item => item.StartsWith("urn:epc:", StringComparison.Ordinal) && !item.Contains('%', StringComparison.Ordinal) && Epc.Identity(item) == unit.Identity)
        ?? Uri.EscapeDataString(unit.Identity);

    /// <summary>The option that the command line needs where the API is not where it is by default.</summary>
    private static string At(string api) => api == LedgerApi.DefaultUrl ? "" : $" --api {api}";

    private string Money(ulong amount) => devnet.Chain.Manifest.Currency.Format(amount);

    private static int Count(IReadOnlyList<ToldStep> steps, StepKind kind) => steps.Count(step => step.Step.Kind == kind);
}
