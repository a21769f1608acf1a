using System.Net;
using System.Text;
using System.Text.Json;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Tests.Contracts;

namespace Ledger.Sdk.Tests.Custody;

/// <summary>The few resources that signing needs, answered straight from the contracts: the clients' side of the API without its server.</summary>
internal sealed class ChainBackedApi(DeployedLedger ledger) : HttpMessageHandler
{
    /// <summary>The last request's path and query.</summary>
    public string LastAsked { get; private set; } = "";

    public HttpClient CreateClient() => new(this, disposeHandler: false) { BaseAddress = new Uri("http://ledger.example") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LastAsked = request.RequestUri!.PathAndQuery;
        var segments = request.RequestUri!.AbsolutePath.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        try
        {
            return segments switch
            {
                ["manifest"] => Answer(ledger.Manifest.ToJson()),
                ["parties"] => Answer(new Page<Party>(await PartiesAsync(), null, new AsOf(1, default, 1))),
                ["parties", var id] => Answer(await PartyAsync(PartyId.Parse(id))),
                ["units", var epc] => Answer(await UnitAsync(UnitId.From(epc))),
                ["lots", var epc] => Answer(await LotAsync(LotId.From(epc))),
                ["orders", var id] => Answer(new { order = await new OrdersContract(ledger.Node, ledger.Manifest.Orders).OrderAsync(OrderId.Parse(id), cancellationToken: cancellationToken) }),
                ["receivables", var id] => Answer(await ReceivableAsync(ReceivableId.Parse(id))),
                ["cash", "sequence"] => Answer(await SequenceAsync(PartyId.Parse(request.RequestUri.Query.Split("party=")[1].Split('&')[0]))),
                ["positions", var id] => Answer(await PositionAsync(PositionId.Parse(id))),
                ["intents"] => Answer(await SubmitAsync(SignedIntent.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)))),
                ["handoffs", var hash, "proof"] => Answer((await new ProofBuilder(ledger.Node, ledger.Manifest).HandOffAsync(Hash32.Parse(hash), cancellationToken)).ToJson()),
                _ => Problem(404, new LedgerException("not-found", "There is no such resource.")),
            };
        }
        catch (LedgerException exception)
        {
            return Problem(422, exception);
        }
    }

    private async Task<Operation> SubmitAsync(SignedIntent intent)
    {
        await new ContractClient(ledger.Node, intent.Intent.Target, ledger.Manifest.AddressOf(intent.Intent.Target)).SimulateAsync(intent, default);
        var receipt = await ledger.SubmitAsync(intent);
        return new Operation(intent.Intent.OperationId(ledger.Manifest.DomainOf(intent.Intent.Contract)), intent.Intent.Type, OperationState.Confirmed, receipt.TransactionHash, receipt.BlockNumber);
    }

    private async Task<CashSequence> SequenceAsync(PartyId party) => new(party, await new CashContract(ledger.Node, ledger.Manifest.Cash).SeqOfAsync(party));

    private async Task<object> ReceivableAsync(ReceivableId id)
    {
        var contract = new ReceivablesContract(ledger.Node, ledger.Manifest.Receivables);
        var ids = (await LogsAsync<Moved>()).Where(moved => moved.Receivable == id).Select(moved => moved.MovedNote).Append(NoteId.RootOf(id)).Distinct();
        var notes = new List<object>();
        foreach (var note in ids)
            if (await contract.NoteAsync(id, note) is { Amount: > 0 } entry) notes.Add(new { id = note, owner = entry.Owner, amount = entry.Amount, open = entry.Open, seq = entry.Seq });
        var state = await contract.ReceivableAsync(id);
        return new { receivable = new { debtor = state.Debtor, outstanding = state.Outstanding, seq = state.Seq }, notes };
    }

    private async Task<object> PositionAsync(PositionId id)
    {
        var loan = (await LogsAsync<Opened>()).Single(opened => opened.Position == id).Loan;
        return new { position = new { seq = (await new FacilityContract(ledger.Node, ledger.Manifest.Facility).PositionAsync(loan)).Seq } };
    }

    private async Task<IReadOnlyList<TEvent>> LogsAsync<TEvent>()
        where TEvent : LedgerEvent
    {
        var logs = await ledger.Node.GetLogsAsync(new LogFilter { FromBlock = ledger.Manifest.DeploymentBlock, ToBlock = BlockTag.Latest, Addresses = [ledger.Manifest.Receivables, ledger.Manifest.Facility] });
        return [.. logs.Select(log => LedgerEvents.TryDecode<TEvent>(log, out var decoded) ? decoded : null).OfType<TEvent>()];
    }

    private async Task<IReadOnlyList<Party>> PartiesAsync()
    {
        var parties = new List<Party>();
        for (var id = 1UL; id <= await ledger.Registry.PartyCountAsync(); id++) parties.Add(await PartyAsync(new PartyId(id)));
        return parties;
    }

    private async Task<Party> PartyAsync(PartyId id)
    {
        var entry = await ledger.Registry.PartyAsync(id);
        return new Party(id, entry.Key, await ledger.Registry.RecoveryOfAsync(id), entry.Roles, await ledger.Registry.IdentityOfAsync(id), entry.Epoch, entry.Status);
    }

    private async Task<UnitState> UnitAsync(UnitId id)
    {
        var unit = await ledger.Goods.UnitAsync(id);
        return new UnitState(id, null, unit.Lot, await ledger.Goods.CustodianOfAsync(id), unit.Amount, default, 0, unit.Seq, unit.IsPacked ? unit.Parent : null, unit.Contents, unit.Condition, false);
    }

    private async Task<LotState> LotAsync(LotId id)
    {
        var lot = await ledger.Goods.LotAsync(id);
        return new LotState(id, null, lot.Issuer, lot.Remaining, default, 0, lot.Seq, lot.IsRecalled);
    }

    private static HttpResponseMessage Answer<T>(T value) => Answer(JsonSerializer.Serialize(value, LedgerJson.Options));

    private static HttpResponseMessage Answer(string json) => new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Problem(int status, LedgerException exception) => new((HttpStatusCode)status)
    {
        Content = new StringContent(JsonSerializer.Serialize(new { status, detail = exception.Message, code = exception.Code, hint = exception.Hint }), Encoding.UTF8, "application/problem+json"),
    };
}
