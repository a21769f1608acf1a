using System.CommandLine;
using System.Globalization;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger order agree</c>: writes the terms of an order and signs them.</summary>
internal sealed class OrderAgreeCommand
{
    private readonly Option<string> buyer = new("--buyer") { Description = "Who pays.", Required = true };
    private readonly Option<string> seller = new("--seller") { Description = "Who is paid.", Required = true };
    private readonly Option<ulong> price = new("--price") { Description = "Of the whole quantity, in minor units of the cash.", Required = true };
    private readonly Option<ulong> quantity = new("--quantity") { Description = "In the unit of measure of the confidential terms.", Required = true };
    private readonly Option<string[]> milestones = new("--milestone")
    {
        Description = "GIVER:RECEIVER:SHARE, who hands over to whom for which part of the price in 1/10,000; repeat it. By default seller:buyer:10000.",
    };

    private readonly Option<DateTimeOffset> deliverBy = new("--deliver-by") { Description = "Until when, such as 2026-12-31.", Required = true };
    private readonly Option<double> credit = new("--credit-days") { Description = "On credit: each match gives birth to a receivable, due so many days later." };
    private readonly Option<string?> arbiter = new("--arbiter") { Description = "Party that decides disputes; by default only both together." };
    private readonly Option<string?> attester = new("--attester") { Description = "Party whose devices attest arrivals; by default none do." };
    private readonly Option<ulong> quorum = new("--quorum") { Description = "How many of its devices; by default 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> disputeHours = new("--dispute-hours") { Description = "Hours from their attestation until it can be matched.", DefaultValueFactory = _ => 48 };
    private readonly Option<string?> document = new("--document") { Description = "Commitment of the confidential terms, 32 bytes." };
    private readonly Option<FileInfo> file = OrderCommand.Out();
    private readonly Option<string> api = Services.Api();
    private readonly KeyOptions key = new(what: "the buyer or the seller");

    public static Command Create()
    {
        var options = new OrderAgreeCommand();
        var command = new Command("agree", """
            Write the terms of an order and sign them; the other side signs the same file, then anyone submits it. Keep the file: every
            later step about the order carries the terms.

            Examples:
              ledger order agree --buyer 6 --seller 4 --price 1200000 --quantity 500 --milestone 4:3:2000 --milestone 3:6:8000 --deliver-by 2026-12-31 --key buyer.json --out order.json
              ledger order agree --buyer 6 --seller 4 --price 1200000 --quantity 500 --attester 5 --quorum 2 --deliver-by 2026-12-31 --key buyer.json --out order.json
              ledger order sign order.json --key seller.json
              ledger order submit order.json
            """)
        {
            options.buyer, options.seller, options.price, options.quantity, options.milestones, options.deliverBy, options.credit, options.arbiter,
            options.attester, options.quorum, options.disputeHours, options.document, options.file, options.api,
        };
        options.key.AddTo(command);
        return command.Runs(options.RunAsync);
    }

    private async Task<int> RunAsync(Screen screen, ParseResult result, CancellationToken cancellationToken)
    {
        using var ledger = Services.Client(result.GetValue(api)!);
        using var signer = key.Load(screen, result);
        var (from, to) = (PartyId.Parse(result.GetValue(seller)!), PartyId.Parse(result.GetValue(buyer)!));
        var steps = result.GetValue(milestones) is { Length: > 0 } given ? given.Select(Parse).ToArray() : [new Milestone(from, to, OrderTerms.Whole)];
        var options = new OrderOptions(
            TimeSpan.FromDays(result.GetValue(credit)), result.GetValue(document) is { } text ? Hash32.Parse(text) : default,
            result.GetValue(arbiter) is { } decides ? PartyId.Parse(decides) : default);
        if (result.GetValue(attester) is { } attests)
            options = options with
            {
                Attester = PartyId.Parse(attests),
                Quorum = result.GetValue(quorum),
                DisputeWindow = TimeSpan.FromHours(result.GetValue(disputeHours)),
            };
        var draft = await ledger.Orders.AgreeAsync(
            to, from, result.GetValue(price), result.GetValue(quantity), steps, result.GetValue(deliverBy), options, cancellationToken).ConfigureAwait(false);
        draft = await Drafts.SignAsync(draft, signer, ledger, cancellationToken).ConfigureAwait(false);
        await Drafts.WriteAsync(draft, result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
        Drafts.Show(draft, screen);
        return CommandRunner.Done;
    }

    private static Milestone Parse(string text) =>
        text.Split(':') is [var giver, var receiver, var share] && PartyId.TryParse(giver, out var from) && PartyId.TryParse(receiver, out var to)
            && ulong.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            ? new Milestone(from, to, part)
            : throw new LedgerException("bad-input", $"'{text}' is no milestone.", "Give GIVER:RECEIVER:SHARE, such as 4:3:2000.");
}
