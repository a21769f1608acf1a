using System.CommandLine;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;

namespace Ledger.Cli.Commands;

/// <summary>What was received for an order, as the command line says it.</summary>
internal sealed class OrderDeliveryOptions
{
    private readonly Option<ulong> milestone = new("--milestone") { Description = "Which milestone, counted from 0." };
    private readonly Option<ulong> quantity = new("--quantity") { Description = "What the receiver accepts, in the unit of the terms.", Required = true };
    private readonly Option<ulong> invoice = new("--invoice") { Description = "What is asked for it, in minor units of the cash.", Required = true };
    private readonly Option<string?> nullifier = Nullifier();
    private readonly Option<string?> document = new("--document") { Description = "Commitment of invoice and receipt, 32 bytes; makes every delivery another." };

    public static Option<string?> Nullifier() => new("--nullifier") { Description = "For the receivable of an order on credit, 32 bytes." };

    public static Hash32 HashOrZero(string? text) => text is null ? default : Hash32.Parse(text);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { milestone, quantity, invoice, nullifier, document }) command.Add(option);
    }

    public Delivery Read(ParseResult result, OrderTerms terms) => new(
        terms.Id(), result.GetValue(milestone), result.GetValue(quantity), result.GetValue(invoice), HashOrZero(result.GetValue(nullifier)),
        HashOrZero(result.GetValue(document)));
}
