using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order attest</c> and <c>match</c>: devices attest an arrival, and what was attested or handed over is matched afterwards.</summary>
internal static class OrderArrivalCommands
{
    public static Command CreateAttest()
    {
        var (order, said, key, api) = (OrderCommand.Order(), new OrderDeliveryOptions(), new KeyOptions(what: "one of the devices"), Services.Api());
        var devices = new Option<string[]>("--device")
        {
            Description = "Address of a device of the order's attester; repeat it for all that will sign.",
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var file = OrderCommand.Out();
        var command = new Command("attest", """
            Attest that goods have arrived in good condition: each of the devices signs the same file, then anyone submits it. When the order's
            dispute window is over, `ledger order match` pays.

            Examples:
              ledger order attest order.json --quantity 500 --invoice 240000 --device 0x… --device 0x… --key gate.json --out arrival.json
              ledger order sign arrival.json --key dock.json
              ledger order submit arrival.json
              ledger order match arrival.json
            """) { order, devices, file, api };
        said.AddTo(command);
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            using var device = key.Load(screen, result);
            var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await ledger.Orders.ArriveAsync(
                terms, said.Read(result, terms), [.. result.GetValue(devices)!.Select(Address.Parse)], cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, device, ledger, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(draft, result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            Drafts.Show(draft, screen);
            return CommandRunner.Done;
        });
    }

    public static Command CreateMatch()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The arrival that devices attested, or the delivery whose hand-off was submitted alone." };
        var api = Services.Api();
        var command = new Command("match", """
            Match and pay afterwards: an arrival when its dispute window is over, or a hand-off that was submitted without its order, while the
            receiver holds the goods. Anyone may; nobody signs.

            Examples:
              ledger order match arrival.json
              ledger order match delivery.json
            """) { file, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var draft = await Drafts.ReadAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            var match = draft.Intent switch
            {
                Arrival arrival => OrdersClient.MatchArrival(arrival.Terms, arrival.Arrived),
                OrderHandOff => OrdersClient.Match(draft.ToSigned()),
                _ => throw new LedgerException(
                    "wrong-type", $"{result.GetValue(file)!.Name} holds a {draft.Intent.Type}, nothing to match.", "Give the file of `ledger order attest` or `deliver`."),
            };
            return Drafts.ShowEnd(await ledger.SubmitAsync(match, cancellationToken: cancellationToken).ConfigureAwait(false), screen);
        });
    }
}
