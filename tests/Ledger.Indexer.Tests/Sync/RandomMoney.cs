using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Tests.Contracts;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>Random business on a real chain: what the contracts refuse is left out, what they take is kept to be compared.</summary>
internal sealed class RandomMoney(DeployedLedger ledger, IReadOnlyDictionary<PartyId, PrivateKey> keys, PartyId bank, PartyId facility, int seed)
{
    private const ulong Deadline = 4_000_000_000;
    private static readonly CurrencyCode Yuan = CurrencyCode.Parse("CNY");
    private readonly Random random = new(seed);
    private readonly PartyId[] parties = [.. keys.Keys];
    private ulong serial;

    public Dictionary<ReceivableId, List<NoteId>> Receivables { get; } = [];
    public Dictionary<OrderId, OrderTerms> Orders { get; } = [];
    public Dictionary<PositionId, Loan> Loans { get; } = [];
    public HashSet<(PartyId Lender, PartyId Debtor)> Lines { get; } = [];
    public Dictionary<string, int> Done { get; } = [];

    private ReceivablesContract Debts { get; } = new(ledger.Node, ledger.Manifest.Receivables);
    private OrdersContract OrderBook { get; } = new(ledger.Node, ledger.Manifest.Orders);
    private FacilityContract Facility { get; } = new(ledger.Node, ledger.Manifest.Facility);

    /// <summary>One step; it may turn out that nothing could be done.</summary>
    public Task StepAsync() => random.Next(22) switch
    {
        0 => DoAsync(new Mint(bank, Any(), Amount(100_000), Fresh(), 1, Deadline)),
        1 => SendAsync(),
        2 => AgreeAsync(),
        3 or 4 or 5 => DeliverAsync(),
        6 => OnOrderAsync(),
        7 or 8 => IssueAsync(),
        9 or 10 => MoveAsync(),
        11 or 12 => SellAsync(),
        13 or 14 => PayAsync(),
        15 => RedeemAsync(),
        16 => ReduceAsync(),
        17 => LimitAsync(),
        18 => BorrowAsync(),
        19 => BorrowOnTitleAsync(),
        _ => OnLoanAsync(),
    };

    private PartyId Any() => parties[random.Next(parties.Length)];

    private ulong Amount(int most) => (ulong)random.Next(1, most);

    private Hash32 Fresh() => Keccak256.Hash([.. BitConverter.GetBytes(serial++), .. BitConverter.GetBytes(seed)]);

    private async Task<ulong> NowAsync() => (await ledger.Node.GetBlockAsync(BlockTag.Latest))!.Timestamp;

    /// <summary>Signs with every key that the intent needs, and submits what the contract would take; false where it would not.</summary>
    private async Task<bool> DoAsync(Intent intent)
    {
        var domain = ledger.Manifest.DomainOf(intent.Contract);
        var signed = new SignedIntent(intent, [.. intent.Signers(domain).Select(signer => keys[signer.Party!.Value].Sign(signer.Digest).ToBytes())]);
        try
        {
            await (intent.Target switch
            {
                LedgerContract.Cash => new CashContract(ledger.Node, ledger.Manifest.Cash).SimulateAsync(signed),
                LedgerContract.Receivables => Debts.SimulateAsync(signed),
                LedgerContract.Orders => OrderBook.SimulateAsync(signed),
                LedgerContract.Facility => Facility.SimulateAsync(signed),
                _ => ledger.Goods.SimulateAsync(signed),
            });
        }
        catch (ContractRevertException)
        {
            return false;
        }
        var receipt = await ledger.SubmitAsync(signed);
        foreach (var log in receipt.Logs)
        {
            if (!LedgerEvents.TryDecode(log, out var logged)) continue;
            if (logged is Issued issued) Receivables.Add(issued.Receivable, [NoteId.RootOf(issued.Receivable)]);
            if (logged is Moved { } moved && moved.MovedNote != moved.Note) Receivables[moved.Receivable].Add(moved.MovedNote);
            Done[logged.GetType().Name] = Done.GetValueOrDefault(logged.GetType().Name) + 1;
        }
        return true;
    }

    private async Task SendAsync()
    {
        var (from, seq) = (Any(), 0U);
        if (random.Next(3) == 0)
        {
            await DoAsync(new Burn(from, bank, Amount(500), Fresh(), 1, 1, Deadline));
            return;
        }
        seq = await new CashContract(ledger.Node, ledger.Manifest.Cash).SeqOfAsync(from);
        await DoAsync(new CashTransfer(from, Any(), Amount(1_000), seq, default, 1, Deadline));
    }

    private async Task AgreeAsync()
    {
        var (buyer, seller, now) = (Any(), Any(), await NowAsync());
        var terms = new OrderTerms(buyer, seller, Amount(20_000), 10, random.Next(3) == 0 ? 0 : Amount(40 * 86_400), now + 86_400, bank, default, 0, 0, Fresh(),
            [seller, seller], [buyer, buyer], [3_333, 6_667], 1, 1, Deadline);
        if (!await DoAsync(terms)) return;
        Orders.Add(terms.Id(), terms);
        if (terms.Tenor == 0) await DoAsync(new Funding(terms.Price, terms.Id(), 1, Deadline) { Terms = terms });
    }

    private async Task DeliverAsync()
    {
        if (Orders.Count == 0) return;
        var terms = Orders.ElementAt(random.Next(Orders.Count)).Value;
        UnitId[] units = [new(Fresh()), new(Fresh())];
        if (!await DoAsync(new UnitRegistration(terms.Seller, LotId.None, units, [1, 1], default, 1, Deadline))) return;
        var delivery = new Delivery(terms.Id(), (ulong)random.Next(2), (ulong)random.Next(1, 8), Amount((int)terms.Price + 2), Fresh(), Fresh());
        CustodyOffer offer = random.Next(2) == 0 ? new HandOff(terms.Seller, terms.Buyer, units[0], 1, 1, 1, delivery.Hash(), Deadline)
            : new HandOffMany(terms.Seller, terms.Buyer, units, [1, 1], 1, 1, delivery.Hash(), Deadline);
        if (offer is HandOff alone && random.Next(3) == 0)
        {
            await DoAsync(alone);
            await DoAsync(new HandOffMatch(alone, terms, delivery));
            return;
        }
        await DoAsync(new OrderHandOff(offer, terms, delivery));
    }

    private async Task OnOrderAsync()
    {
        if (Orders.Count == 0) return;
        var (id, terms) = Orders.ElementAt(random.Next(Orders.Count));
        var state = await OrderBook.OrderAsync(id);
        await DoAsync(random.Next(5) switch
        {
            0 => new OrderDispute(id, random.Next(2) == 0 ? terms.Buyer : terms.Seller, state.Seq, true, Fresh(), 1, Deadline) { Terms = terms },
            1 or 2 => new OrderDispute(id, random.Next(2) == 0 ? terms.Buyer : terms.Seller, state.Seq, false, Fresh(), 1, Deadline) { Terms = terms },
            3 => new Assignment(id, state.Beneficiary, Any(), state.Seq, Address.Zero, 1, Deadline) { Terms = terms },
            _ => new Closing(id, state.Seq, Amount(500), Fresh(), Fresh(), state.IsDisputed ? 0U : 1U, 1, Deadline) { Terms = terms, Beneficiary = state.Beneficiary },
        });
    }

    private async Task IssueAsync() =>
        await DoAsync(new Issue(Any(), Any(), Amount(50_000), Yuan, await NowAsync() + Amount(20 * 86_400), Fresh(), random.Next(2) == 0 ? Fresh() : default, 1, 1, Deadline));

    private async Task<(ReceivableId Id, NoteId Note, NoteEntry State)?> AnyNoteAsync()
    {
        if (Receivables.Count == 0) return null;
        // Mostly the same few, so that notes get long histories.
        var (id, notes) = Receivables.ElementAt(random.Next(Math.Min(Receivables.Count, 12)) is var i && random.Next(2) == 0 ? i : random.Next(Receivables.Count));
        var note = notes[random.Next(notes.Count)];
        var state = await Debts.NoteAsync(id, note);
        return state.Amount == 0 || !keys.ContainsKey(state.Owner) ? null : (id, note, state);
    }

    private ulong Part(ulong amount) => random.Next(2) == 0 ? amount : (ulong)random.NextInt64(1, (long)amount + 1);

    private async Task MoveAsync()
    {
        if (await AnyNoteAsync() is not var (id, note, state)) return;
        await DoAsync(new Move(state.Owner, Any(), id, note, state.Seq, Part(state.Amount), Address.Zero, Fresh(), 1, Deadline));
    }

    private async Task SellAsync()
    {
        if (await AnyNoteAsync() is not var (id, note, state)) return;
        await DoAsync(new Sale(Amount(3_000), Any(), state.Owner, id, note, state.Seq, Part(state.Amount), 1, 1, Deadline));
    }

    private async Task PayAsync()
    {
        if (Receivables.Count == 0) return;
        var id = Receivables.ElementAt(random.Next(Receivables.Count)).Key;
        var state = await Debts.ReceivableAsync(id);
        if (random.Next(8) == 0) await DoAsync(new DisputeNotice(state.Debtor, id, state.Seq, !state.IsDisputed, Fresh(), 1, Deadline));
        else if (state.Outstanding != 0) await DoAsync(new Payment(Part(state.Outstanding), id, state.Seq, 1, Deadline) { Debtor = state.Debtor });
    }

    private async Task RedeemAsync()
    {
        if (await AnyNoteAsync() is not var (id, note, state)) return;
        await DoAsync(new Redemption(state.Owner, id, note, state.Seq, 1, Deadline));
    }

    private async Task ReduceAsync()
    {
        if (await AnyNoteAsync() is not var (id, note, state)) return;
        var amount = Part(state.Open);
        await DoAsync(random.Next(2) == 0 ? new Dilution(state.Owner, id, note, state.Seq, amount, Fresh(), 1, Deadline)
            : new Retirement(Math.Max(1, amount / 2), state.Owner, id, note, state.Seq, amount, 1, 1, Deadline) { Debtor = (await Debts.ReceivableAsync(id)).Debtor });
    }

    private async Task LimitAsync()
    {
        var (lender, debtor) = (Any(), Any());
        Lines.Add((lender, debtor));
        await DoAsync(new Limit(lender, debtor, Amount(100_000), (await Facility.LineOfAsync(lender, debtor)).Seq, 1, Deadline));
    }

    private async Task BorrowAsync()
    {
        if (await AnyNoteAsync() is not var (id, note, state)) return;
        var (lender, now, debtor) = (Any(), await NowAsync(), (await Debts.ReceivableAsync(id)).Debtor);
        await EnsureLimitAsync(lender, debtor);
        await OpenAsync(new Loan(
            Math.Max(1, state.Open / 2), lender, state.Owner, debtor, random.Next(2) == 0 ? 0 : 1UL, Amount(2_000), Amount(1_000), random.Next(2) == 0 ? 360UL : 365,
            now + Amount(5 * 86_400), Amount(86_400), CollateralKind.Note, id.Value, note, state.Seq, Part(state.Amount), random.Next(2) == 0,
            random.Next(2) == 0 ? state.Owner : lender, default, 0, 0, 1, 1, Deadline));
    }

    private async Task BorrowOnTitleAsync()
    {
        var (lender, borrower, now) = (Any(), Any(), await NowAsync());
        var lot = new LotId(Fresh());
        if (!await DoAsync(new LotRegistration(borrower, lot, 1_000, UnitOfMeasure.Pieces, 0, default, 1, Deadline))) return;
        await EnsureLimitAsync(lender, borrower);
        await OpenAsync(new Loan(
            Amount(3_000), lender, borrower, borrower, 0, 900, 300, 365, now + Amount(5 * 86_400), 3_600, CollateralKind.Title, lot.Value, default, 1, 1_000,
            random.Next(2) == 0, borrower, bank, 8_000, 7_200, 1, 1, Deadline));
    }

    private async Task EnsureLimitAsync(PartyId lender, PartyId debtor)
    {
        Lines.Add((lender, debtor));
        var (limit, _, seq) = await Facility.LineOfAsync(lender, debtor);
        if (limit < 1_000_000) await DoAsync(new Limit(lender, debtor, 1_000_000, seq, 1, Deadline));
    }

    private async Task OpenAsync(Loan loan)
    {
        if (loan.Lender == loan.Borrower) return;
        var pledged = loan with { Pledge = Pledge.For(loan, ledger.Manifest, facility) };
        if (await DoAsync(pledged)) Loans.Add(pledged.Id(), pledged);
    }

    private async Task OnLoanAsync()
    {
        if (Loans.Count == 0) return;
        var (id, loan) = Loans.ElementAt(random.Next(Loans.Count));
        var state = await Facility.PositionAsync(loan);
        if (random.Next(12) == 0)
        {
            await ledger.Node.Rpc.CallAsync("evm_increaseTime", [86_400]);
            await ledger.Node.Rpc.CallAsync("evm_mine", []);
        }
        var owed = state.Owed.Owed();
        await DoAsync(random.Next(9) switch
        {
            0 or 1 => new Repayment(random.Next(2) == 0 ? owed + 10 : Part(Math.Max(owed, 1)), id, state.Seq, 1, Deadline) { Loan = loan },
            2 => new LenderAction(id, PositionAction.Impair, state.Seq, 1, Deadline) { Loan = loan },
            3 => new LenderAction(id, PositionAction.Default, state.Seq, 1, Deadline) { Loan = loan },
            4 => new LenderAction(id, random.Next(4) == 0 ? PositionAction.Release : PositionAction.Foreclose, state.Seq, 1, Deadline) { Loan = loan },
            5 or 6 when loan.Kind == CollateralKind.Title => new Valuation(id, Amount(5_000), state.Seq, 1, Deadline) { Loan = loan },
            5 or 6 => new Collect(id, new ReceivableId(loan.Collateral), await HeldNoteAsync(loan), Fresh()) { Loan = loan },
            _ => new HandOver(id, loan.Collateral, loan.Kind == CollateralKind.Title ? default : await HeldNoteAsync(loan), Fresh()) { Loan = loan },
        });
    }

    /// <summary>The whole note, or the part that moved.</summary>
    private async Task<NoteId> HeldNoteAsync(Loan loan)
    {
        foreach (var note in Receivables[new ReceivableId(loan.Collateral)])
            if (await Facility.HolderOfAsync(new ReceivableId(loan.Collateral), note) == loan.Id()) return note;
        return loan.Note;
    }
}
