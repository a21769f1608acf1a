using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order</c>: agrees on orders, funds them, hands over for them, disputes, closes and shows them.</summary>
internal static class OrderCommand
{
    public static Command Create()
    {
        var command = new Command("order", "Orders that hand-offs pay: agree, fund, deliver, attest, dispute, close, show. Amounts are in minor units of the cash.");
        command.Add(OrderAgreeCommand.Create());
        command.Add(CreateSign());
        command.Add(CreateSubmit());
        command.Add(CreateFund());
        command.Add(OrderDeliverCommand.Create());
        command.Add(OrderArrivalCommands.CreateAttest());
        command.Add(OrderArrivalCommands.CreateMatch());
        command.Add(CreateDispute());
        command.Add(OrderEndCommands.CreateArbitrate());
        command.Add(OrderEndCommands.CreateAssign());
        command.Add(OrderEndCommands.CreateClose());
        command.Add(OrderReadCommands.CreateList());
        command.Add(OrderReadCommands.CreateShow());
        return command;
    }

    public static Argument<FileInfo> Order() => new("ORDER") { Description = "The file of the terms, as `ledger order agree` wrote it." };

    public static Option<FileInfo> Out() => new("--out") { Description = "The file to write, for the other to sign.", Required = true };

    /// <summary>The terms in a file.</summary>
    /// <exception cref="LedgerException">wrong-type.</exception>
    public static async Task<OrderTerms> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var draft = await Drafts.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        return draft.Intent as OrderTerms
            ?? throw new LedgerException("wrong-type", $"{file.Name} holds a {draft.Intent.Type}, no terms.", "Give the file that `ledger order agree` wrote.");
    }

    private static Command CreateSign()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A draft that another began." };
        var (key, api) = (new KeyOptions(what: "the signing party"), Services.Api());
        var command = new Command("sign", """
            Sign a draft that the other side began: terms, a hand-off for an order, a closing.

            Example:
              ledger order sign order.json --key seller.json
            """) { file, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            var target = result.GetValue(file)!;
            var draft = await Drafts.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            var signed = await Drafts.SignAsync(draft, signer, ledger, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(signed, target, cancellationToken).ConfigureAwait(false);
            Drafts.Show(signed, screen);
            return CommandRunner.Done;
        });
    }

    private static Command CreateSubmit()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A draft that all have signed." };
        var api = Services.Api();
        var command = new Command("submit", """
            Submit what all have signed, and wait until it is in a block. Submitting it again changes nothing.

            Example:
              ledger order submit order.json
            """) { file, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var draft = await Drafts.ReadAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            return await Drafts.SubmitAsync(draft, ledger, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateFund()
    {
        var (order, key, api) = (Order(), new KeyOptions(what: "the buyer"), Services.Api());
        var command = new Command("fund", """
            Pay the whole price into the escrow of an order without a tenor; the buyer signs.

            Example:
              ledger order fund order.json --key buyer.json
            """) { order, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var buyer = key.Load(screen, result);
            var terms = await ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await ledger.Orders.FundAsync(terms, cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, buyer, ledger, cancellationToken).ConfigureAwait(false);
            return await Drafts.SubmitAsync(draft, ledger, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateDispute()
    {
        var (order, key, api) = (Order(), new KeyOptions(what: "the buyer or the seller"), Services.Api());
        var by = new Option<string>("--by") { Description = "The party that disputes.", Required = true };
        var lift = new Option<bool>("--lift") { Description = "Lift the dispute that it has raised." };
        var reason = new Option<string?>("--reason") { Description = "Commitment of the reason, 32 bytes." };
        var command = new Command("dispute", """
            Stop all matching of an order, or lift the dispute again; buyer or seller signs.

            Examples:
              ledger order dispute order.json --by 3 --key buyer.json
              ledger order dispute order.json --by 3 --lift --key buyer.json
            """) { order, by, lift, reason, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            var terms = await ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            await Services.SignInAsync(ledger, signer, cancellationToken).ConfigureAwait(false);
            var why = result.GetValue(reason) is { } text ? Hash32.Parse(text) : default;
            var draft = await ledger.Orders.DisputeAsync(
                PartyId.Parse(result.GetValue(by)!), terms, !result.GetValue(lift), why, cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, signer, ledger, cancellationToken).ConfigureAwait(false);
            return await Drafts.SubmitAsync(draft, ledger, screen, cancellationToken).ConfigureAwait(false);
        });
    }
}
