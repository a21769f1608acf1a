using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;

namespace Ledger.Cli.Commands;

/// <summary>What borrower, lender and valuer sign about a loan: each alone, and it is submitted at once.</summary>
internal static class LoanActions
{
    public static IEnumerable<Command> Create() =>
    [
        Action(
            "repay", "The borrower repays: --amount, or all that is owed, with a day's interest more. What is not owed comes back.",
            "ledger loan repay 0x… --amount 3000000 --key farm.json", RepayAsync, takes: "amount"),
        Action(
            "top-up", "The borrower adds a title to the collateral: all that it owns of --lot, or one --title note.",
            "ledger loan top-up 0x… --lot urn:epc:class:lgtin:4012345.012345.998877 --key farm.json", TopUpAsync, takes: "lot title"),
        Value(),
        Action("impair", "The lender marks an overdue loan as impaired.", "ledger loan impair 0x… --key bank.json", Act(PositionAction.Impair)),
        Action(
            "default", "The lender declares a default: after the grace, or when a margin call was not answered. Without recourse it takes the collateral at once.",
            "ledger loan default 0x… --key bank.json", Act(PositionAction.Default)),
        Action(
            "foreclose", "The lender takes the collateral of a defaulted loan with recourse for all that is owed; then `ledger loan collect` moves it.",
            "ledger loan foreclose 0x… --key bank.json", Act(PositionAction.Foreclose)),
        Action(
            "release", "The lender gives the collateral back to the borrower, which still owes; then `ledger loan collect` moves it.",
            "ledger loan release 0x… --key bank.json", Act(PositionAction.Release)),
        CreateSign(),
    ];

    private static Command Value()
    {
        var command = Action(
            "value", "The valuer says what the goods are worth now: a margin call, where what is owed is above the part of it that may be lent; its end, where it is not.",
            "ledger loan value 0x… --value 9000000 --key warehouse.json",
            static async (party, given) => await party.Ledger.Financing.ValueAsync(
                await given.LoanAsync(party).ConfigureAwait(false), given.Value ?? throw Missing("--value"), given.Cancellation).ConfigureAwait(false),
            takes: "value");
        command.Aliases.Add("margin-call");
        return command;
    }

    private static Func<Signing, Given, Task<IntentDraft>> Act(PositionAction action) => async (party, given) =>
        await party.Ledger.Financing.ActAsync(await given.LoanAsync(party).ConfigureAwait(false), action, given.Cancellation).ConfigureAwait(false);

    private static async Task<IntentDraft> RepayAsync(Signing party, Given given) => given.Amount is { } amount
        ? await party.Ledger.Financing.RepayAsync(await given.LoanAsync(party).ConfigureAwait(false), amount, given.Cancellation).ConfigureAwait(false)
        : await party.Ledger.Financing.RepayAsync(given.Position, given.Cancellation).ConfigureAwait(false);

    private static async Task<IntentDraft> TopUpAsync(Signing party, Given given)
    {
        if (given.Lot is null == given.Title is null) throw new LedgerException("bad-input", "Goods are given by either --lot or --title.", "See --help for an example.");
        var title = await LoanProposeCommand.TitleAsync(party, given.Lot, given.Title, given.Cancellation).ConfigureAwait(false);
        return await party.Ledger.Financing.TopUpAsync(await given.LoanAsync(party).ConfigureAwait(false), title, given.Cancellation).ConfigureAwait(false);
    }

    private static Command Action(string name, string what, string example, Func<Signing, Given, Task<IntentDraft>> draft, string takes = "")
    {
        var id = LoanCommand.Id();
        var amount = new Option<ulong?>("--amount") { Description = "How much, in minor units." };
        var value = new Option<ulong?>("--value") { Description = "What they are worth, in minor units of the cash." };
        var lot = new Option<string?>("--lot") { Description = "The lot of the goods." };
        var title = new Option<string?>("--title") { Description = "Id of your title note." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the signing party"));
        var command = new Command(name, $"""
            {what}

            Example:
              {example}
            """) { id, api };
        foreach (var option in new Option[] { amount, value, lot, title })
            if (takes.Split(' ').Contains(option.Name[2..])) command.Add(option);
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            T? Of<T>(Option<T> option) => command.Options.Contains(option) ? result.GetValue(option) : default;
            var given = new Given(PositionId.Parse(result.GetValue(id)!), Of(amount), Of(value), Of(lot), Of(title) is { } note ? NoteId.Parse(note) : null, cancellationToken);
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(await draft(party, given).ConfigureAwait(false), null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateSign()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A loan that the other side proposed." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the lender or the borrower"));
        var command = new Command("sign", """
            Sign a loan that the other side proposed, and submit it: the money goes out and the collateral in, or neither.

            Example:
              ledger loan sign loan.json --key bank.json
            """) { file, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var draft = await Drafts.ReadAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            if (draft.Intent is not Loan)
                throw new LedgerException("wrong-type", $"{result.GetValue(file)!.Name} holds a {draft.Intent.Type}, no loan.", "Give the file that `ledger loan propose` wrote.");
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, result.GetValue(file), screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static LedgerException Missing(string option) => new("bad-input", $"{option} is missing.", "See --help for an example.");

    /// <summary>What was given on the command line.</summary>
    private sealed record Given(PositionId Position, ulong? Amount, ulong? Value, string? Lot, NoteId? Title, CancellationToken Cancellation)
    {
        public async Task<Loan> LoanAsync(Signing party) =>
            (await party.Ledger.Financing.GetPositionAsync(Position, Cancellation).ConfigureAwait(false)).Position.Loan;
    }
}
