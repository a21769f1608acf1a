using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger loan collect</c>: distributes what collateral has brought and moves on what is due to somebody.</summary>
internal static class LoanCollectCommand
{
    public static Command Create()
    {
        var id = LoanCommand.Id();
        var (api, key) = (Services.Api(), new KeyOptions(what: "a party to it"));
        var command = new Command("collect", """
            Divide what the collateral has brought: fee, late interest, interest, principal, and the rest to whom it belongs. Collateral of a loan
            that is over goes to whom it is due. Receivables that an order gave birth to are taken in first. Nobody signs it: any party to the
            loan may do it, as often as it likes.

            Example:
              ledger loan collect 0x… --key farm.json
            """) { id, api };
        command.Aliases.Add("recover");
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var position = PositionId.Parse(result.GetValue(id)!);
            var done = new List<Operation>();
            await SettleAsync(party.Ledger, position, done, cancellationToken).ConfigureAwait(false);
            // What came in may have ended the loan, and then its collateral is due.
            if (done.Count > 0) await SettleAsync(party.Ledger, position, done, cancellationToken).ConfigureAwait(false);
            var detail = await party.Ledger.Financing.GetPositionAsync(position, cancellationToken).ConfigureAwait(false);
            screen.Show(new { operations = done, detail.Position }, () =>
            {
                foreach (var operation in done) screen.Say($"{operation.Type} is in block {operation.Block}, transaction {operation.TransactionHash}.");
                if (done.Count == 0) screen.Say("Nothing has come in, and nothing is due to anybody.");
                LoanScreen.Show(detail, party.Currency, screen);
            });
            return CommandRunner.Done;
        });
    }

    private static async Task SettleAsync(LedgerClient ledger, PositionId position, List<Operation> done, CancellationToken cancellationToken)
    {
        foreach (var call in await ledger.Financing.SettleAsync(position, cancellationToken).ConfigureAwait(false))
            if (await TryAsync(ledger, call, cancellationToken).ConfigureAwait(false) is { } operation) done.Add(operation);
    }

    /// <summary>Null where nothing had come in.</summary>
    private static async Task<Operation?> TryAsync(LedgerClient ledger, SignedIntent call, CancellationToken cancellationToken)
    {
        const string Nothing = "nothing-collected";
        try
        {
            var operation = await ledger.SubmitAsync(call, null, cancellationToken).ConfigureAwait(false);
            if (operation is not { Status: OperationState.Failed, Error: var error }) return operation;
            return error?.Code == Nothing ? null : throw new LedgerException(error?.Code ?? "failed", error?.Message ?? "The contract refused it.", error?.Hint);
        }
        catch (LedgerException exception) when (exception.Code == Nothing)
        {
            return null;
        }
    }
}
