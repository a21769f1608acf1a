using System.Buffers.Binary;
using Ledger.Api.Risk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Risk;

/// <summary>Tells the engine what happens, one event a block, and collects what it finds.</summary>
internal sealed class RiskStory
{
    public const ulong Day = 86_400;
    private readonly List<FeedPiece> pieces = [];
    private ulong block = 1;

    public RiskEngine Engine { get; private set; } = new();

    public ulong Time { get; private set; } = 1_700_006_400;

    public List<AlertChange> Changes { get; } = [];

    public IReadOnlyList<FeedPiece> Pieces => pieces;

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

    /// <summary>The one alert that was raised by a rule.</summary>
    public Finding Raised(string rule) => Assert.Single(Changes, change => change.Rule == rule && change.Raised is not null).Raised!;

    public bool IsResolved(string rule) => Changes.Any(change => change.Rule == rule && change.Gone is not null);

    private RiskStory Take(FeedPiece piece)
    {
        pieces.Add(piece);
        Engine.Apply(piece);
        Changes.AddRange(Engine.Context.Take());
        return this;
    }
}
