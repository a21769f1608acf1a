using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order deliver</c>: a hand-off that matches and pays an order.</summary>
internal sealed class OrderDeliverCommand
{
    private readonly Argument<FileInfo> order = OrderCommand.Order();
    private readonly Option<ulong> milestone = new("--milestone") { Description = "Which milestone, counted from 0." };
    private readonly Option<ulong> quantity = new("--quantity") { Description = "What the receiver accepts, in the unit of the terms.", Required = true };
    private readonly Option<ulong> invoice = new("--invoice") { Description = "What is asked for it, in minor units of the cash.", Required = true };
    private readonly Option<string[]> units =
        new("--unit") { Description = "EPC of a unit, in any form; repeat it for up to 500.", AllowMultipleArgumentsPerToken = true, Required = true };

    private readonly Option<string?> nullifier = new("--nullifier") { Description = "For the receivable of an order on credit, 32 bytes." };
    private readonly Option<string?> document = new("--document") { Description = "Commitment of invoice and receipt, 32 bytes; makes every delivery another." };
    private readonly Option<FileInfo> file = new("--out") { Description = "The file to write, for the other to sign.", Required = true };
    private readonly Option<string> api = Services.Api();
    private readonly KeyOptions key = new(what: "the milestone's giver or receiver");

    public static Command Create()
    {
        var options = new OrderDeliverCommand();
        var command = new Command("deliver", """
            Hand goods over for an order: when both have signed, one transaction moves custody, matches order, receipt and invoice, and pays.

            Examples:
              ledger order deliver order.json --quantity 500 --invoice 240000 --unit urn:epc:id:sscc:9521102.0000000018 --key seller.json --out delivery.json
              ledger order sign delivery.json --key carrier.json
              ledger order submit delivery.json
            """)
        {
            options.order, options.milestone, options.quantity, options.invoice, options.units, options.nullifier, options.document, options.file, options.api,
        };
        options.key.AddTo(command);
        return command.Runs(options.RunAsync);
    }

    private async Task<int> RunAsync(Screen screen, ParseResult result, CancellationToken cancellationToken)
    {
        using var ledger = Services.Client(result.GetValue(api)!);
        using var signer = key.Load(screen, result);
        var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
        var delivery = new Delivery(
            terms.Id(), result.GetValue(milestone), result.GetValue(quantity), result.GetValue(invoice), HashOrZero(result.GetValue(nullifier)),
            HashOrZero(result.GetValue(document)));
        var draft = await ledger.Orders.DeliverAsync(terms, delivery, result.GetValue(units)!, cancellationToken).ConfigureAwait(false);
        draft = await Drafts.SignAsync(draft, signer, ledger, cancellationToken).ConfigureAwait(false);
        await Drafts.WriteAsync(draft, result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
        Drafts.Show(draft, screen);
        return CommandRunner.Done;
    }

    private static Hash32 HashOrZero(string? text) => text is null ? default : Hash32.Parse(text);
}
