using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Invoices;

public sealed class OpenInvoicesTests
{
    private static readonly PrivateKey Seller = PrivateKey.Generate();
    private static readonly PrivateKey Debtor = PrivateKey.Generate();

    private static DeploymentManifest Manifest { get; } = new(
        31337, Hash32.Zero, 1, At(1), At(2), At(3), At(4), At(5), At(6), At(7), FinalityRule.Immediate, Currency.Renminbi, true);

    [Fact]
    public async Task Both_sign_the_same_receivables_one_after_the_other()
    {
        using var api = new Api(Invoice(1, 3), Invoice(2, 9), Invoice(3, 3));
        using var secret = PairSecret.Generate();
        var signed = new List<string>();
        await foreach (var draft in new OpenInvoices(api.Ledger, secret, new PartyId(3)).DraftAsync(Seller.Address)) signed.Add(OpenInvoices.LineOf(draft.Sign(Seller)));
        Assert.Equal(2, signed.Count);
        Assert.All(signed, line => Assert.DoesNotContain('\n', line));
        var complete = new List<IntentDraft>();
        await foreach (var draft in new OpenInvoices(api.Ledger, secret, new PartyId(2)).CheckAsync(Lines(signed))) complete.Add(draft.Sign(Debtor));
        Assert.All(complete, draft => Assert.Empty(draft.Missing));
        Assert.Equal(Nullifier.Of(secret, "R3"), ((Issue)complete[1].Intent).Nullifier);
    }

    [Fact]
    public async Task A_draft_that_says_something_else_than_the_invoice_is_not_signed()
    {
        using var api = new Api(Invoice(1, 3));
        using var secret = PairSecret.Generate();
        var honest = await FirstAsync(new OpenInvoices(api.Ledger, secret, new PartyId(3)).DraftAsync(Seller.Address));
        var issue = (Issue)honest.Intent;
        foreach (var forged in new[] { issue with { Face = 101 }, issue with { Due = issue.Due - 1 }, issue with { Nullifier = Keccak256.Hash("other"u8) }, issue with { Document = Keccak256.Hash("other"u8) } })
        {
            var line = OpenInvoices.LineOf((honest with { Intent = forged }).Sign(Seller));
            var error = await Assert.ThrowsAsync<LedgerException>(() => FirstAsync(new OpenInvoices(api.Ledger, secret, new PartyId(2)).CheckAsync(Lines([line]))));
            Assert.Equal("draft-mismatch", error.Code);
        }
    }

    [Fact]
    public async Task An_invoice_needs_a_nullifier_or_the_pair_s_secret()
    {
        using var api = new Api(Invoice(1, 3));
        var error = await Assert.ThrowsAsync<LedgerException>(() => FirstAsync(new OpenInvoices(api.Ledger, null, new PartyId(3)).DraftAsync(Seller.Address)));
        Assert.Equal("missing-nullifier", error.Code);
    }

    private static ImportedInvoice Invoice(int number, ulong debtor) => new(
        $"{number}", $"R{number}", new PartyId(debtor), new PartyId(2), 100, "CNY", new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 1), 1_775_087_999, null, "0x00",
        Keccak256.Hash(Encoding.UTF8.GetBytes($"document {number}")), Hash32.Zero, number);

    private static Address At(byte last) => new([.. new byte[19], last]);

    private static async IAsyncEnumerable<string> Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) yield return await Task.FromResult(line);
    }

    private static async Task<IntentDraft> FirstAsync(IAsyncEnumerable<IntentDraft> drafts)
    {
        await foreach (var draft in drafts) return draft;
        throw new InvalidOperationException("There is none.");
    }

    /// <summary>An API that has one page of invoices for each of them.</summary>
    private sealed class Api(params IReadOnlyList<ImportedInvoice> invoices) : HttpMessageHandler
    {
        public LedgerClient Ledger => new(new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri("http://ledger") });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (path, query) = (request.RequestUri!.AbsolutePath, request.RequestUri.Query);
            var at = query.Contains("cursor=", StringComparison.Ordinal) ? int.Parse(query.Split("cursor=")[1].Split('&')[0], null) : 0;
            var body = path switch
            {
                "/manifest" => Manifest.ToJson(),
                "/invoices" => JsonSerializer.Serialize(new Page<ImportedInvoice>([invoices[at]], at + 1 < invoices.Count ? $"{at + 1}" : null, new AsOf(1, default, 1)), LedgerJson.Options),
                _ => JsonSerializer.Serialize(PartyOf(ulong.Parse(path.Split('/')[2], null)), LedgerJson.Options),
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }

        private static Party PartyOf(ulong id) => new(new PartyId(id), (id == 2 ? Seller : Debtor).Address, default, PartyRoles.None, default, 4, PartyStatus.Active);
    }
}
