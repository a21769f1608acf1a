using System.Buffers.Binary;
using Ledger.Api.Risk;
using Ledger.Indexer.Queries;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Risk;

/// <summary>Tells the engine what happens, one event a block, and what the maturity sweep notices after it, and collects what it finds.</summary>
internal sealed class RiskStory
{
    public const ulong Day = 86_400;
    private readonly List<(FeedPiece Piece, IReadOnlyList<MaturityNotice> Notices)> steps = [];
    private readonly List<(MaturityKind Kind, Hash32 Id, ulong Due, ulong From)> awaited = [];
    private ulong block = 1;
    private long notices;

    public RiskEngine Engine { get; private set; } = new();

    public ulong Time { get; private set; } = 1_700_006_400;

    public List<AlertChange> Changes { get; } = [];

    public IReadOnlyList<(FeedPiece Piece, IReadOnlyList<MaturityNotice> Notices)> Steps => steps;

    public static PartyId P(ulong party) => new(party);

    public static Hash32 Id(string name) => Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(name));

    public static Address Device(ulong number)
    {
        Span<byte> bytes = stackalloc byte[20];
        bytes[0] = 0xDE;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[12..], number);
        return new Address(bytes);
    }

    public RiskStory Log(params LedgerEvent[] events)
    {
        block++;
        return Take(new FeedPiece(block, new ChainMoment(block, Id($"block {block}"), Time), [.. events.Select((happened, i) => new PlacedEvent(happened, block, (uint)i, Time, Id($"tx {block}")))]));
    }

    public RiskStory Pass(ulong days)
    {
        Time += days * Day;
        return Log();
    }

    /// <summary>Goes on from what the engine writes, as after a restart.</summary>
    public RiskStory Restart()
    {
        using var stream = new MemoryStream();
        Engine.Write(stream);
        stream.Position = 0;
        Engine = RiskEngine.Read(stream);
        return this;
    }

    public RiskStory Admit(ulong party, PartyRoles roles = PartyRoles.Producer) => Log(new PartyAdmitted(P(party), Device(1000 + party), default, roles, default, P(1)));

    public RiskStory Owe(string name, ulong debtor, ulong seller, ulong amount, ulong dueIn) =>
        Log(new Issued(new ReceivableId(Id(name)), P(debtor), P(seller), amount, Time + dueIn * Day, Id(name), default));

    public RiskStory Pay(string name, ulong amount) => Log(new PaidThrough(new ReceivableId(Id(name)), amount));

    public RiskStory Lend(string name, ulong lender, ulong borrower, ulong debtor, ulong principal, CollateralKind kind, Hash32 collateral, ulong haircut = 7000, ulong dueIn = 60)
    {
        var loan = new Loan(principal, P(lender), P(borrower), P(debtor), 0, 0, 0, 360, Time + dueIn * Day, 0, kind, collateral, new NoteId(collateral), 1, principal, true, P(borrower),
            P(9), haircut, Day, 1, 1, Time + Day);
        var id = new PositionId(Id(name));
        return Log(new Opened(id, loan.Lender, loan.Borrower, loan), new CollateralAdded(id, collateral, default, principal));
    }

    public RiskStory Repay(string name, ulong principal) => Log(new Repaid(new PositionId(Id(name)), principal, new LoanParts(0, 0, 0, principal, 0), false));

    public RiskStory Lot(string name, ulong by, params string[] units) => Log(
        new LotRegistered(new LotId(Id(name)), P(by), 100, default, 0, default),
        new UnitsRegistered(new LotId(Id(name)), P(by), [.. units.Select(unit => new UnitId(Id(unit)))], [.. units.Select(_ => 1UL)], default));

    public RiskStory Move(ulong from, ulong to, params string[] units) => Log(new CustodyMoved(P(from), P(to), default, [.. units.Select(unit => new UnitId(Id(unit)))]));

    public RiskStory Agree(string name, ulong buyer, ulong seller, ulong price)
    {
        var terms = new OrderTerms(P(buyer), P(seller), price, 10, 30 * Day, Time + 10 * Day, default, default, 0, 0, default, [P(seller)], [P(buyer)], [10_000], 1, 1, Time + Day);
        return Log(new OrderAgreed(new OrderId(Id(name)), P(buyer), P(seller), terms));
    }

    public RiskStory Deliver(string order, ulong price, params string[] units) => Log(
        new Delivered(new OrderId(Id(order)), Id($"{order} delivery"), [.. units.Select(unit => new UnitId(Id(unit)))]),
        new Matched(new OrderId(Id(order)), Id($"{order} delivery"), 0, 10, price, price, price));

    public RiskStory Sell(string name, ulong seller, ulong buyer, ulong amount) => Log(new Sold(new ReceivableId(Id(name)), P(seller), P(buyer), new NoteId(Id(name)), amount, amount - 1));

    /// <summary>The one alert that was raised by a rule.</summary>
    public Finding Raised(string rule) => Assert.Single(Changes, change => change.Rule == rule && change.Raised is not null).Raised!;

    public bool IsResolved(string rule) => Changes.Any(change => change.Rule == rule && change.Gone is not null);

    private RiskStory Take(FeedPiece piece)
    {
        foreach (var placed in piece.Events) Await(placed.Event);
        MaturityNotice[] noticed = [.. awaited.Where(due => due.From <= Time).Select(due => new MaturityNotice(++notices, due.Kind, due.Id, due.Due, 0, 0, block, Time))];
        awaited.RemoveAll(due => due.From <= Time);
        steps.Add((piece, noticed));
        Engine.Apply(piece);
        foreach (var notice in noticed) Engine.Apply(notice);
        Changes.AddRange(Engine.Context.Take());
        return this;
    }

    /// <summary>As MaturitySweep selects: receivables when they are due and a day later, loans and margin calls when their last second is over.</summary>
    private void Await(LedgerEvent happened)
    {
        switch (happened)
        {
            case Issued issued:
                awaited.Add((MaturityKind.ReceivableDue, issued.Receivable.Value, issued.Due, issued.Due));
                awaited.Add((MaturityKind.ReceivableOverdue, issued.Receivable.Value, issued.Due, issued.Due + Day));
                break;
            case Opened opened: awaited.Add((MaturityKind.LoanOverdue, opened.Position.Value, opened.Loan.Due, opened.Loan.Due + 1)); break;
            case MarginCalled called: awaited.Add((MaturityKind.MarginUnanswered, called.Position.Value, called.Due, called.Due + 1)); break;
        }
    }
}
