using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

/// <summary>A ledger with money on a real chain: the farm holds receivables that the carrier owes, and two lenders have cash.</summary>
public sealed class Market : IAsyncDisposable
{
    public const ulong Face = 10_000_000;
    public static readonly PartyId Bank = new(6);
    public static readonly PartyId Lender = new(7);
    public static readonly PartyId Other = new(8);
    private int issued;

    private Market(LiveLedger ledger) => Ledger = ledger;

    public static PrivateKey BankKey { get; } = KeyOf("bank");

    public static PrivateKey LenderKey { get; } = KeyOf("lender");

    public static PrivateKey OtherKey { get; } = KeyOf("other lender");

    public LiveLedger Ledger { get; }

    public static PartyId Holder => LiveLedger.Farm;

    public static PartyId Debtor => LiveLedger.Carrier;

    public static ulong Now => (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public static ulong Due { get; } = Now + 90 * Waterfall.Day;

    /// <param name="mine">As of <see cref="LiveLedger.StartAsync"/>.</param>
    public static async Task<Market> StartAsync(TestChain chain, Dialect dialect = Dialect.Sqlite, bool mine = false)
    {
        var database = dialect == Dialect.Sqlite ? null : await MigratedDatabase.OnPostgresAsync();
        var market = new Market(await LiveLedger.StartAsync(chain, mine: mine, configure: options => options.Database = database ?? options.Database));
        await using var mining = LiveLedger.Mining(market.Ledger.Node, mine);
        foreach (var contract in Settlement.Contracts) await market.AdmitAsync(contract);
        await market.AdmitAsync(Bank, BankKey, PartyRoles.Bank);
        await market.AdmitAsync(Lender, LenderKey, PartyRoles.None);
        await market.AdmitAsync(Other, OtherKey, PartyRoles.None);
        foreach (var (party, i) in new[] { Lender, Other, Debtor }.Select((party, i) => (party, i)))
            await market.Ledger.SucceedAsync(new Mint(Bank, party, 50 * Face, Keccak256.Hash([(byte)i]), 1, LiveLedger.Later), BankKey);
        await market.Ledger.IndexedAsync();
        return market;
    }

    /// <summary>A receivable of the farm's, due in 90 days.</summary>
    public async Task<ReceivableId> IssueAsync(ulong face = Face)
    {
        var issue = new Issue(
            Debtor, Holder, face, Ledger.Manifest.Currency.Code, Due, Keccak256.Hash(BitConverter.GetBytes(issued++)), default, 1, 1, LiveLedger.Later);
        await Ledger.SucceedAsync(issue, LiveLedger.CarrierKey, LiveLedger.FarmKey);
        await Ledger.IndexedAsync();
        return issue.Id();
    }

    public Task<HttpClient> SignInAsync(PrivateKey key) => Ledger.Api.SignInAsync(key);

    public static async Task<JsonObject> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await RawAsync(client, method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text) as JsonObject ?? new JsonObject { ["items"] = JsonNode.Parse(text) };
    }

    public static Task<HttpResponseMessage> RawAsync(HttpClient client, HttpMethod method, string path, object? body = null) => client.SendAsync(new HttpRequestMessage(method, path)
    {
        Content = body is null ? null : ApiHost.JsonBody(body as string ?? JsonSerializer.Serialize(body, LedgerJson.Options)),
    });

    /// <summary>The farm asks for offers on a note of its own; returns the request's number.</summary>
    public async Task<ulong> AskAsync(HttpClient farm, ReceivableId receivable, ulong? amount = null, params PartyId[] lenders)
    {
        var ask = await SendAsync(farm, HttpMethod.Post, "/financing/asks", new { receivable, note = First(receivable), until = Now + 3600, amount, lenders = lenders.Length == 0 ? null : lenders });
        return ulong.Parse(ask["id"]!.ToString(), null);
    }

    public Sale Sale(ReceivableId receivable, ulong price, PartyId buyer, ulong amount = Face, ulong? deadline = null) =>
        new(price, buyer, Holder, receivable, First(receivable), 1, amount, 1, 1, deadline ?? LiveLedger.Later);

    public async Task<Loan> LoanAsync(ReceivableId receivable, ulong principal, ulong rate, PartyId lender, ulong fee = 0)
    {
        var facility = await Settlement.PartyOfAsync(Ledger.Node, Ledger.Manifest, LedgerContract.Facility);
        var loan = new Loan(
            principal, lender, Holder, Debtor, fee, rate, 200, 360, Due, 5 * Waterfall.Day, CollateralKind.Note, receivable.Value, First(receivable), 1, Face, true, Holder, default, 0, 0,
            1, 1, LiveLedger.Later);
        return loan with { Pledge = Pledge.For(loan, Ledger.Manifest, facility) };
    }

    /// <summary>The draft of an offer with the signature of one key.</summary>
    public IntentDraft Draft(Intent intent, PrivateKey lender)
    {
        Address[] keys = [.. intent.Signers(Ledger.Manifest.DomainOf(intent.Contract)).Select(signer => signer.Party == Holder ? LiveLedger.FarmKey.Address : lender.Address)];
        return IntentDraft.Of(intent, Ledger.Manifest.DomainOf(intent.Contract), keys).Sign(lender);
    }

    public async Task<JsonObject> OfferAsync(HttpClient lender, ulong ask, Intent intent, PrivateKey key) =>
        await SendAsync(lender, HttpMethod.Post, $"/financing/asks/{ask}/offers", Draft(intent, key).ToJson());

    /// <summary>The body of an acceptance: the holder's signatures on what the offer carries.</summary>
    public static object Consent(JsonObject offer)
    {
        var draft = IntentDraft.Parse(offer["draft"]!.ToJsonString());
        var signed = draft.Sign(LiveLedger.FarmKey);
        return new { signatures = signed.Signatures.Select((signature, i) => draft.Signatures[i] is null ? Hex.Encode(signature) : null) };
    }

    public Task<JsonObject> AcceptAsync(HttpClient farm, JsonObject offer) =>
        SendAsync(farm, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", Consent(offer));

    /// <summary>An operation at its end.</summary>
    public async Task<JsonObject> OperationAsync(string id)
    {
        while (true)
        {
            var operation = (await Ledger.Api.Client.GetFromJsonAsync<JsonObject>($"/operations/{id}?wait=20"))!;
            if (operation["status"]!.ToString() != "confirmed") return operation;
            await Task.Delay(20);
        }
    }

    public static NoteId First(ReceivableId receivable) => new(receivable.Value);

    public async ValueTask DisposeAsync() => await Ledger.DisposeAsync();

    private Task AdmitAsync(PartyId party, PrivateKey key, PartyRoles roles) =>
        Ledger.SucceedAsync(new Admission(party, key.Address, default, roles, default, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey, key);

    private async Task AdmitAsync(LedgerContract contract)
    {
        var admission = (await Settlement.AdmissionAsync(Ledger.Node, Ledger.Manifest, contract, LiveLedger.RegistrarKey))!;
        Assert.Equal(202, (int)(await Ledger.PostAsync(admission)).StatusCode);
        await OperationAsync(Ledger.IdOf(admission.Intent));
    }

    private static PrivateKey KeyOf(string name) => PrivateKey.FromBytes(Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(name)).Span);
}
