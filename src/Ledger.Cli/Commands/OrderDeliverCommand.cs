using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Contracts;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order deliver</c>: a hand-off that matches and pays an order.</summary>
internal static class OrderDeliverCommand
{
    public static Command Create()
    {
        var (order, said, key, api) = (OrderCommand.Order(), new OrderDeliveryOptions(), new KeyOptions(what: "the milestone's giver or receiver"), Services.Api());
        var units = new Option<string[]>("--unit") { Description = "EPC of a unit, in any form; repeat it for up to 500.", AllowMultipleArgumentsPerToken = true, Required = true };
        var file = OrderCommand.Out();
        var command = new Command("deliver", """
            Hand goods over for an order: when both have signed, one transaction moves custody, matches order, receipt and invoice, and pays.

            Examples:
              ledger order deliver order.json --quantity 500 --invoice 240000 --unit urn:epc:id:sscc:9521102.0000000018 --key seller.json --out delivery.json
              ledger order sign delivery.json --key carrier.json
              ledger order submit delivery.json
            """) { order, units, file, api };
        said.AddTo(command);
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var signer = key.Load(screen, result);
            var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await ledger.Orders.DeliverAsync(terms, said.Read(result, terms), result.GetValue(units)!, cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, signer, ledger, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(draft, result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            Drafts.Show(draft, screen);
            return CommandRunner.Done;
        });
    }
}
