using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Tests.Credit;

namespace Ledger.Sdk.Tests.Credit;

/// <summary>Tells what parties do, one thing after another; parties are admitted when they are first named.</summary>
internal sealed class TradeStory
{
    private const ulong Day = 86_400;
    private readonly HashSet<ulong> admitted = [];
    private readonly List<(Hash32 Id, ulong Debtor, ulong Seller, ulong Left)> open = [];
    private ulong time = 1_700_006_400;
    private ulong block = 1;
    private ulong count;

    public CreditFold Fold { get; } = new();

    public TradeStory Admit(ulong party, Address recovery = default, PartyRoles roles = PartyRoles.Producer)
    {
        if (admitted.Add(party)) Log(new PartyAdmitted(new PartyId(party), TradingWorld.KeyOf(party), recovery, roles, default, new PartyId(1)));
        return this;
    }

    public TradeStory Log(LedgerEvent happened)
    {
        Fold.Apply(new FeedPiece(++block, new ChainMoment(block, TradingWorld.IdOf(block), time), [new PlacedEvent(happened, block, 0, time, TradingWorld.IdOf(block))]));
        return this;
    }

    public TradeStory Pass(ulong days)
    {
        time += days * Day;
        Fold.Apply(new FeedPiece(++block, new ChainMoment(block, TradingWorld.IdOf(block), time), []));
        return this;
    }

    public TradeStory Owe(ulong debtor, ulong seller, ulong amount, ulong dueIn)
    {
        Admit(debtor).Admit(seller);
        var id = TradingWorld.IdOf(++count);
        open.Add((id, debtor, seller, amount));
        return Log(new Issued(new ReceivableId(id), new PartyId(debtor), new PartyId(seller), amount, time + dueIn * Day, id, default));
    }

    /// <summary>Debtors pay all they owe, through to the sellers.</summary>
    public TradeStory PayAll()
    {
        foreach (var (id, debtor, seller, left) in open)
        {
            Log(new PaidThrough(new ReceivableId(id), left));
            Send(debtor, seller, left);
        }
        open.Clear();
        return this;
    }

    public TradeStory Send(ulong from, ulong to, ulong amount) => Log(new Transfer(TradingWorld.Account(from), TradingWorld.Account(to), amount));

    /// <summary>A debtor that owes each of the sellers every month and pays in time.</summary>
    public TradeStory GoodMonths(ulong debtor, IReadOnlyList<ulong> sellers, ulong amount, int months)
    {
        for (; months > 0; months--)
        {
            foreach (var seller in sellers) Owe(debtor, seller, amount, dueIn: 30);
            Pass(28).PayAll().Pass(2);
        }
        return this;
    }

    public CreditReport Report(ulong party) => CreditReport.Of(Fold.ConductOf(new PartyId(party))!, Fold.At!.Value);
}
