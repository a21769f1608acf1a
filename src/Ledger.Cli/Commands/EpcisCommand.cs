using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger epcis</c>: reads EPCIS documents.</summary>
internal static class EpcisCommand
{
    public static Command Create()
    {
        var command = new Command("epcis", "Check EPCIS documents and compute event hashes.");
        command.Add(CreateHash());
        command.Add(CreateCheck());
        return command;
    }

    private static Command CreateHash()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "EPCIS document, JSON or XML." };
        var prehash = new Option<bool>("--prehash") { Description = "Print the string that is hashed instead." };
        var command = new Command("hash", """
            Print the CBV 2.0 event hash ID of each event, in document order.

            Examples:
              ledger epcis hash shipment.json
              ledger epcis hash shipment.xml --prehash
            """) { file, prehash };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var bytes = await File.ReadAllBytesAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false);
            var lines = result.GetValue(prehash) ? EventHash.Prehash(bytes) : EventHash.Compute(bytes);
            screen.Show(lines, () =>
            {
                foreach (var line in lines) screen.Say(line);
            });
            return CommandRunner.Done;
        });
    }

    private static Command CreateCheck()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "EPCIS document in JSON." };
        var command = new Command("check", """
            Check an EPCIS 2.0 document: each fault with its JSON pointer. Exit code 0 where there is none, 1 otherwise.

            Example:
              ledger epcis check shipment.json
            """) { file };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var bytes = await File.ReadAllBytesAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false);
            var isValid = EpcisDocument.TryParse(bytes, out var document, out var problems);
            screen.Show(new { valid = isValid, events = document?.Events.Select(e => e.EventId), problems }, () =>
            {
                foreach (var problem in problems) screen.Say(problem.ToString());
                if (isValid) screen.Say($"Valid: {document!.Events.Count} events.");
            });
            return isValid ? CommandRunner.Done : CommandRunner.Refused;
        });
    }
}
