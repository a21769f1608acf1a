using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger loan propose</c>: the borrower writes a loan, signs it and its pledge, and passes it on.</summary>
internal sealed class LoanProposeCommand
{
    private readonly Option<string> lender = new("--lender") { Description = "Who lends.", Required = true };
    private readonly Option<string?> receivable = new("--receivable") { Description = "Against your note of this receivable." };
    private readonly Option<string?> note = new("--note") { Description = "Which note of it; the first where left out." };
    private readonly Option<ulong?> amount = new("--amount") { Description = "How much of the note, in minor units; all where left out." };
    private readonly Option<string?> lot = new("--lot") { Description = "Against the goods of this lot: all that you own of it." };
    private readonly Option<string?> title = new("--title") { Description = "Against this title note of yours." };
    private readonly Option<string?> order = new("--order") { Description = "Against what this order will pay." };
    private readonly Option<ulong> principal = new("--principal") { Description = "What is paid out, in minor units.", Required = true };
    private readonly Option<ulong> rate = new("--rate") { Description = "Interest a year, in 1/10,000." };
    private readonly Option<ulong> lateRate = new("--late-rate") { Description = "Late interest a year on top, in 1/10,000." };
    private readonly Option<ulong> fee = new("--fee") { Description = "Fee, in minor units." };
    private readonly Option<ulong> basis = new("--basis") { Description = "Days of a year: 360 or 365.", DefaultValueFactory = _ => 360 };
    private readonly Option<DateTimeOffset?> due = new("--due") { Description = "Until when it is repaid, such as 2026-12-31; the receivable's date where left out." };
    private readonly Option<uint> grace = new("--grace-days") { Description = "Days after the due date before a default.", DefaultValueFactory = _ => 5 };
    private readonly Option<bool> noRecourse = new("--no-recourse") { Description = "You do not owe what the collateral does not bring." };
    private readonly Option<bool> trueSale = new("--residual-to-lender") { Description = "The lender keeps what is left: a true sale." };
    private readonly Option<string?> valuer = new("--valuer") { Description = "Who values the goods, such as the warehouse." };
    private readonly Option<ulong> haircut = new("--haircut") { Description = "The part of the value that may be lent, in 1/10,000." };
    private readonly Option<uint> margin = new("--margin-days") { Description = "Days to answer a margin call.", DefaultValueFactory = _ => 3 };
    private readonly Option<FileInfo> file = new("--out") { Description = "The file for the lender to sign.", Required = true };
    private readonly Option<string> api = Services.Api();
    private readonly KeyOptions key = new(what: "the borrower");

    public static Command Create()
    {
        var options = new LoanProposeCommand();
        var command = new Command("propose", """
            Write a loan against a note, goods or an order of yours and sign it with its pledge; the lender signs the same file. Nothing moves
            before. Loans on notes can also be asked for by `ledger offer ask`.

            Examples:
              ledger loan propose --lender 7 --receivable 0x… --principal 8000000 --rate 450 --no-recourse --out loan.json --key farm.json
              ledger loan propose --lender 7 --lot urn:epc:class:lgtin:4012345.012345.998877 --principal 8000000 --rate 600 --due 2026-12-31 --valuer 9 --haircut 8000 --out loan.json --key farm.json
              ledger loan propose --lender 7 --order 0x… --principal 6000000 --rate 600 --due 2026-12-31 --out loan.json --key farm.json
              ledger loan sign loan.json --key bank.json
            """)
        {
            options.lender, options.receivable, options.note, options.amount, options.lot, options.title, options.order, options.principal, options.rate,
            options.lateRate, options.fee, options.basis, options.due, options.grace, options.noRecourse, options.trueSale, options.valuer, options.haircut,
            options.margin, options.file, options.api,
        };
        options.key.AddTo(command);
        return command.Runs(options.RunAsync);
    }

    /// <summary>The caller's one title note of a lot, or the note with this id.</summary>
    /// <exception cref="LedgerException">unknown-title; many-titles: the lot is owned in several notes.</exception>
    internal static async Task<TitleRecord> TitleAsync(Signing party, string? lot, NoteId? title, CancellationToken cancellationToken)
    {
        var all = await LoanGoodsCommand.ReadAsync(party, lot, cancellationToken).ConfigureAwait(false);
        var found = all.Where(owned => title is null || owned.Id == title).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new LedgerException("unknown-title", $"You own nothing of {lot ?? title.ToString()}.", "See what you own by `ledger loan goods`: what is pledged belongs to the Facility meanwhile."),
            _ => throw new LedgerException("many-titles", $"You own {found.Count} notes of that lot: {string.Join(", ", found.Select(owned => owned.Id))}.", "Name one by --title."),
        };
    }

    private async Task<int> RunAsync(Screen screen, ParseResult result, CancellationToken cancellationToken)
    {
        using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
        var draft = await DraftAsync(party, result, cancellationToken).ConfigureAwait(false);
        return await party.SignAsync(draft, result.GetValue(file), screen, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IntentDraft> DraftAsync(Signing party, ParseResult result, CancellationToken cancellationToken)
    {
        var (financing, from) = (party.Ledger.Financing, PartyId.Parse(result.GetValue(lender)!));
        var terms = new LoanTerms(
            result.GetValue(principal), result.GetValue(fee), result.GetValue(rate), result.GetValue(lateRate), result.GetValue(basis),
            result.GetValue(due) is { } date ? (ulong)date.ToUnixTimeSeconds() : 0);
        var options = new LoanOptions(
            !result.GetValue(noRecourse), result.GetValue(trueSale), TimeSpan.FromDays(result.GetValue(grace)),
            result.GetValue(valuer) is { } values ? PartyId.Parse(values) : default, result.GetValue(haircut), TimeSpan.FromDays(result.GetValue(margin)));
        string?[] given = [result.GetValue(receivable), result.GetValue(lot) ?? result.GetValue(title), result.GetValue(order)];
        if (given.Count(one => one is not null) != 1)
            throw new LedgerException("bad-input", "A loan is against one of --receivable, --lot or --title, and --order.", "See --help for examples.");
        if (given[0] is null && terms.Due == 0) throw new LedgerException("bad-input", "--due is missing.", "Only a loan on a receivable has a date of its own.");
        if (given[0] is { } debt)
        {
            var id = ReceivableId.Parse(debt);
            var part = result.GetValue(note) is { } named ? NoteId.Parse(named) : NoteId.RootOf(id);
            return await financing.LendOnNoteAsync(from, id, part, terms, result.GetValue(amount), options, cancellationToken).ConfigureAwait(false);
        }
        if (given[2] is { } ordered)
        {
            var agreed = await party.Ledger.Orders.GetAsync(OrderId.Parse(ordered), cancellationToken).ConfigureAwait(false);
            return await financing.LendOnOrderAsync(from, agreed.Order.Terms, terms, options, cancellationToken).ConfigureAwait(false);
        }
        var owned = result.GetValue(title) is { } text ? NoteId.Parse(text) : (NoteId?)null;
        return await financing.LendOnTitleAsync(
            from, await TitleAsync(party, result.GetValue(lot), owned, cancellationToken).ConfigureAwait(false), terms, options, cancellationToken).ConfigureAwait(false);
    }
}
