using System.Net.Http.Json;
using System.Text.Json;
using Ledger.Api.Tests.Chain;
using Ledger.Sdk;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Credit;

public sealed class CreditTests
{
    [Fact]
    public async Task The_api_and_a_node_give_the_same_report_at_the_same_block_also_after_a_restart()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        var paid = await ledger.OweAsync(700_000, 30);
        await ledger.PayAsync(paid, 700_000);
        var late = await ledger.OweAsync(300_000, 1);
        await ledger.PassAsync(5);
        using var carrier = await ledger.Live.Api.SignInAsync(LiveLedger.CarrierKey);
        await SameAsync(ledger, carrier, LiveLedger.Carrier);
        await ledger.PayAsync(late, 100_000);
        var report = await SameAsync(ledger, carrier, LiveLedger.Carrier);
        Assert.Equal((700_000UL, 100_000UL, 200_000UL), (report.Features.Paying.Kept, report.Features.Paying.Late, report.Features.Overdue));
        await ledger.Live.Api.DisposeAsync();
        await ledger.Live.StartApiAsync();
        await ledger.OweAsync(50_000, 30);
        using var again = await ledger.Live.Api.SignInAsync(LiveLedger.CarrierKey);
        Assert.Equal(50_000UL, (await SameAsync(ledger, again, LiveLedger.Carrier)).Features.Open);
    }

    [Fact]
    public async Task Only_the_party_whom_it_allows_and_regulators_see_a_report()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        using var stranger = await ledger.Live.Api.SignInAsync(MoneyLedger.StrangerKey);
        await ledger.CreditAsync(farm);
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await ledger.Live.Api.Client.GetAsync("/parties/2/credit")));
        Assert.Equal((403, "credit-private"), await ApiHost.ProblemAsync(await stranger.GetAsync("/parties/2/credit")));
        Assert.Equal((403, "other-party"), await ApiHost.ProblemAsync(await stranger.PutAsync("/parties/2/credit/access", ApiHost.JsonBody("""{"parties":[5],"published":true}"""))));
        Assert.Equal((422, "unknown-party"), await ApiHost.ProblemAsync(await farm.PutAsync("/parties/2/credit/access", ApiHost.JsonBody("""{"parties":[99],"published":false}"""))));
        (await farm.PutAsync("/parties/2/credit/access", ApiHost.JsonBody("""{"parties":[5],"published":false}"""))).EnsureSuccessStatusCode();
        (await stranger.GetAsync("/parties/2/credit")).EnsureSuccessStatusCode();
        (await farm.PutAsync("/parties/2/credit/access", ApiHost.JsonBody("""{"parties":[],"published":false}"""))).EnsureSuccessStatusCode();
        Assert.Equal((403, "credit-private"), await ApiHost.ProblemAsync(await stranger.GetAsync("/parties/2/credit")));
    }

    [Fact]
    public async Task The_lenders_check_shows_the_points_of_those_who_let_the_caller_see_them()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        using var carrier = await ledger.Live.Api.SignInAsync(LiveLedger.CarrierKey);
        var owed = await ledger.OweAsync(700_000, 30);
        var own = (await ledger.CreditAsync(farm)).Deserialize<CreditReport>(LedgerJson.Options)!;
        var check = (await farm.GetFromJsonAsync<DueDiligence>($"/receivables/{owed}/due-diligence", LedgerJson.Options))!;
        Assert.Null(check.DebtorCredit);
        Assert.Equal(new CreditGlance(LiveLedger.Farm, own.Points, own.IsThin, own.Scorecard, own.AsOf.Block, new Uri("/parties/2/credit", UriKind.Relative)), check.AssignorCredit);
        (await carrier.PutAsync("/parties/3/credit/access", ApiHost.JsonBody("""{"parties":[2],"published":false}"""))).EnsureSuccessStatusCode();
        var shown = (await farm.GetFromJsonAsync<DueDiligence>($"/receivables/{owed}/due-diligence", LedgerJson.Options))!.DebtorCredit!;
        var report = (await farm.GetFromJsonAsync<CreditReport>(shown.Link, LedgerJson.Options))!;
        Assert.Equal((LiveLedger.Carrier, report.Points, report.AsOf.Block), (shown.Party, shown.Points, shown.Block));
    }

    [Fact]
    public async Task An_attestation_is_signed_anchored_and_verified_by_anybody_and_no_figure_of_it_can_change()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        await ledger.PayAsync(await ledger.OweAsync(700_000, 30), 700_000);
        using var carrier = await ledger.Live.Api.SignInAsync(LiveLedger.CarrierKey);
        await ledger.CreditAsync(carrier, 3);
        var response = await carrier.PostAsync("/parties/3/credit/attestation", null);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        var attestation = AttestationCheck.Parse(text);
        Assert.True(AttestationCheck.Verify(attestation, ledger.Live.Manifest).Holds);
        var node = await AnchoredAsync(ledger, attestation);
        Assert.True(node.Holds, string.Join('\n', node.Failures));
        Assert.False(AttestationCheck.Verify(attestation with { Points = attestation.Points + 1 }).Holds);
        Assert.False(AttestationCheck.Verify(attestation with { Features = attestation.Features with { Overdue = 1 } }).Holds);
        Assert.False(AttestationCheck.Verify(attestation with { Party = new PartyId(2) }).Holds);
        using var other = PrivateKey.Generate();
        Assert.False((await AttestationCheck.VerifyAsync(attestation with { Signer = other.Address }, ledger.Live.Manifest, ledger.Live.Node)).Holds);
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await ledger.Live.Api.Client.GetAsync("/parties/3/credit/attestation")));
        (await carrier.PutAsync("/parties/3/credit/access", ApiHost.JsonBody("""{"parties":[],"published":true}"""))).EnsureSuccessStatusCode();
        Assert.Equal(text, await ledger.Live.Api.Client.GetStringAsync("/parties/3/credit/attestation"));
    }

    private static async Task<Sdk.Provenance.ProofReport> AnchoredAsync(MoneyLedger ledger, CreditAttestation attestation)
    {
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            var report = await AttestationCheck.VerifyAsync(attestation, ledger.Live.Manifest, ledger.Live.Node);
            if (report.Holds || DateTime.UtcNow - start > TimeSpan.FromSeconds(20)) return report;
        }
    }

    private static async Task<CreditReport> SameAsync(MoneyLedger ledger, HttpClient client, PartyId party)
    {
        var answered = (await ledger.CreditAsync(client, party.Value)).Deserialize<CreditReport>(LedgerJson.Options)!;
        var computed = await CreditReader.ReportAsync(ledger.Live.Node, ledger.Live.Manifest, party, answered.AsOf.Block);
        Assert.Equal(JsonSerializer.Serialize(computed, LedgerJson.Options), JsonSerializer.Serialize(answered, LedgerJson.Options));
        return computed;
    }
}
