using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Orders;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order list</c> and <c>show</c>: where orders stand, and what comes next.</summary>
internal static class OrderReadCommands
{
    public static Command CreateList()
    {
        var status = new Option<string?>("--status") { Description = "agreed, funded, in-delivery, disputed or closed; all where left out." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command("list", """
            The orders that you buy, sell, are paid for, decide or attest, newest first.

            Example:
              ledger order list --status disputed --key buyer.json
            """) { status, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var asked = Parse(result.GetValue(status));
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var items = new List<OrderRecord>();
            for (string? cursor = null; ;)
            {
                var page = await party.Ledger.Orders.ListAsync(asked, cursor, cancellationToken).ConfigureAwait(false);
                items.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            screen.Show(items, () => ShowList(items, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    public static Command CreateShow()
    {
        var order = new Argument<string>("ORDER") { Description = "Id of the order, or the file of its terms." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "a party to it"));
        var command = new Command("show", """
            One order: its milestones, what was delivered, paid and is left in the escrow, and what comes next.

            Examples:
              ledger order show 0x… --key buyer.json
              ledger order show order.json --key arbiter.json
            """) { order, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var named = result.GetValue(order)!;
            var id = File.Exists(named)
                ? (await OrderCommand.ReadAsync(new FileInfo(named), cancellationToken).ConfigureAwait(false)).Id()
                : OrderId.Parse(named);
            var detail = await party.Ledger.Orders.GetAsync(id, cancellationToken).ConfigureAwait(false);
            screen.Show(detail, () => ShowDetail(detail, party.Currency, screen));
            return CommandRunner.Done;
        });
    }

    private static void ShowList(IReadOnlyList<OrderRecord> orders, Currency currency, Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("agreed", "status", "buyer", "seller", "price", "escrow", "paid", "order");
        foreach (var order in orders)
            table.AddRow(
                Times.Show(order.Agreed), Words(order.Status), $"{order.Terms.Buyer}", $"{order.Terms.Seller}", currency.Format(order.Terms.Price),
                currency.Format(order.Escrow), currency.Format(order.Paid), order.Id.ToString());
        screen.Console.Write(table);
    }

    private static void ShowDetail(OrderDetail detail, Currency currency, Screen screen)
    {
        var (order, terms) = (detail.Order, detail.Order.Terms);
        var paying = terms.Tenor == 0 ? "out of the escrow" : $"on credit of {terms.Tenor / 86_400} days";
        screen.Say($"Party {terms.Buyer} buys {terms.Quantity} from party {terms.Seller} for {currency.Format(terms.Price)}, {paying}, by {Times.Show(terms.DeliverBy)}: {Words(order.Status)}.");
        screen.Say($"In the escrow {currency.Format(order.Escrow)}, paid {currency.Format(order.Paid)}, given back {currency.Format(order.Refund)}; party {order.Beneficiary} is paid.");
        var table = new Table().Border(TableBorder.Simple).AddColumns("milestone", "giver", "receiver", "share", "accepted");
        foreach (var step in detail.Milestones)
            table.AddRow(
                $"{step.Number}", $"{step.Giver}", $"{step.Receiver}", string.Create(CultureInfo.InvariantCulture, $"{step.Share / 100m:0.##} %"),
                $"{step.Accepted} of {terms.Quantity}");
        screen.Console.Write(table);
        foreach (var match in detail.Matches.Reverse())
            screen.Say($"{Times.Show(match.Event.Time)}: {match.Quantity} accepted at milestone {match.Milestone}, worth {currency.Format(match.Due)}, invoiced {currency.Format(match.Invoice)}, paid {currency.Format(match.Paid)}.");
        foreach (var payment in detail.Payments.Reverse().Where(payment => payment.Receivable is not null))
            screen.Say($"Receivable {payment.Receivable} of {currency.Format(payment.Amount)} was born to party {payment.Beneficiary}.");
        screen.Say($"Next: {Next(detail)}");
    }

    private static string Next(OrderDetail detail)
    {
        var (order, terms) = (detail.Order, detail.Order.Terms);
        if (order.Status == OrderStatus.Closed) return "nothing, the order is closed.";
        if (order.Status == OrderStatus.Disputed)
            return $"{string.Join(" and ", order.DisputedBy.Select(party => $"party {party}"))} may lift the dispute (ledger order dispute --lift), "
                + (terms.Arbiter == default ? "or both sides end the order (ledger order close)." : $"or party {terms.Arbiter} decides it (ledger order arbitrate).");
        if (order.Status == OrderStatus.Agreed && terms.Tenor == 0) return "the buyer pays the price into the escrow (ledger order fund).";
        var waiting = detail.Deliveries.LastOrDefault(
            delivery => delivery.MatchableAfter is not null && detail.Matches.All(match => match.Delivery != delivery.Delivery));
        if (waiting is not null)
            return $"devices have attested an arrival: anyone matches it after {Times.Show(waiting.MatchableAfter!.Value)} (ledger order match), unless it is disputed before.";
        var open = detail.Milestones.First(step => step.Accepted < terms.Quantity);
        return $"party {open.Giver} hands {terms.Quantity - open.Accepted} over to party {open.Receiver} at milestone {open.Number} (ledger order deliver).";
    }

    private static OrderStatus? Parse(string? word)
    {
        if (word is null) return null;
        foreach (var status in Enum.GetValues<OrderStatus>())
            if (Word(status) == word) return status;
        throw new LedgerException("bad-input", $"'{word}' is no status.", $"The statuses are {string.Join(", ", Enum.GetValues<OrderStatus>().Select(Word))}.");
    }

    private static string Word(OrderStatus status) => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString());

    private static string Words(OrderStatus status) => Word(status).Replace('-', ' ');
}
