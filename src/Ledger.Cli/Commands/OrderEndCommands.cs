using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order close</c>, <c>arbitrate</c> and <c>assign</c>: how an order ends, and who is paid for it.</summary>
internal static class OrderEndCommands
{
    public static Command CreateClose()
    {
        var (order, key, api) = (OrderCommand.Order(), new KeyOptions(what: "the buyer or who is paid"), Services.Api());
        var amount = new Option<ulong>("--amount") { Description = "What is still paid; by default nothing: a cancellation." };
        var (nullifier, document, file) = (OrderDeliveryOptions.Nullifier(), Document(), OrderCommand.Out());
        var command = new Command("close", """
            End an order: buyer and beneficiary sign one after the other, then anyone submits. The buyer gets the rest of the escrow back.

            Examples:
              ledger order close order.json --key buyer.json --out closing.json
              ledger order sign closing.json --key seller.json
              ledger order submit closing.json
            """) { order, amount, nullifier, document, file, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await party.Ledger.Orders.CloseAsync(
                terms, result.GetValue(amount), OrderDeliveryOptions.HashOrZero(result.GetValue(nullifier)),
                OrderDeliveryOptions.HashOrZero(result.GetValue(document)), cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, party.Key, party.Ledger, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(draft, result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            Drafts.Show(draft, screen);
            return CommandRunner.Done;
        });
    }

    public static Command CreateArbitrate()
    {
        var (order, key, api) = (OrderCommand.Order(), new KeyOptions(what: "the order's arbiter"), Services.Api());
        var amount = new Option<ulong>("--amount") { Description = "What the beneficiary still gets, in minor units of the cash; 0 gives it nothing more.", Required = true };
        var (nullifier, document) = (OrderDeliveryOptions.Nullifier(), Document());
        var command = new Command("arbitrate", """
            Decide a disputed order, which ends it: the beneficiary gets the amount, the buyer the rest of the escrow; the arbiter signs.

            Example:
              ledger order arbitrate order.json --amount 150000 --key arbiter.json
            """) { order, amount, nullifier, document, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await party.Ledger.Orders.ArbitrateAsync(
                terms, result.GetValue(amount), OrderDeliveryOptions.HashOrZero(result.GetValue(nullifier)),
                OrderDeliveryOptions.HashOrZero(result.GetValue(document)), cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    public static Command CreateAssign()
    {
        var (order, key, api) = (OrderCommand.Order(), new KeyOptions(what: "who is paid, the seller at first"), Services.Api());
        var to = new Option<string>("--to") { Description = "The party that is paid from now on; never the buyer.", Required = true };
        var command = new Command("assign", """
            Have another party paid for what an order still brings, such as a lender; who is paid now signs.

            Example:
              ledger order assign order.json --to 7 --key seller.json
            """) { order, to, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var terms = await OrderCommand.ReadAsync(result.GetValue(order)!, cancellationToken).ConfigureAwait(false);
            var draft = await party.Ledger.Orders.AssignAsync(terms, PartyId.Parse(result.GetValue(to)!), cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Option<string?> Document() => new("--document") { Description = "Commitment of what was settled, 32 bytes." };
}
