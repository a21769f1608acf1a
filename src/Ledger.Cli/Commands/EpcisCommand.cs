using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger epcis</c>: reads and captures EPCIS documents.</summary>
internal static class EpcisCommand
{
    private const int MostProblems = 100;

    public static Command Create()
    {
        var command = new Command("epcis", "Check EPCIS documents, compute event hashes, and capture.");
        command.Add(CreateHash());
        command.Add(CreateCheck());
        command.Add(CaptureCommand.Create());
        command.Add(ShareCommand.CreateRead());
        command.Add(SealedCommand.Create());
        return command;
    }

    private static Command CreateHash()
    {
        var file = new Argument<FileInfo>("FILE") { Description = $"EPCIS document, JSON or XML; {InputFile.Help}." };
        var prehash = new Option<bool>("--prehash") { Description = "Print the string that is hashed instead." };
        var command = new Command("hash", """
            Print the CBV 2.0 event hash ID of each event, in document order.

            Examples:
              ledger epcis hash shipment.json
              ledger epcis hash shipment.xml --prehash
            """) { file, prehash };
        return command.Runs((screen, result, _) =>
        {
            using var stream = InputFile.Open(result.GetValue(file)!);
            var lines = result.GetValue(prehash) ? EventHash.Prehash(stream) : EventHash.Compute(stream);
            if (screen.IsJson) screen.Show(new { dialect = EventHash.Dialect, events = lines.ToList() }, () => { });
            else
                foreach (var line in lines) screen.Say(line);
            return Task.FromResult(CommandRunner.Done);
        });
    }

    private static Command CreateCheck()
    {
        var file = new Argument<FileInfo>("FILE") { Description = $"EPCIS document, JSON or XML; {InputFile.Help}." };
        var command = new Command("check", """
            Check an EPCIS 2.0 document, or 1.2 in XML: each fault with its JSON pointer, or line and position. Exit code 0 where there is
            none, 1 otherwise.

            Examples:
              ledger epcis check shipment.json
              ledger epcis check shipment.xml
            """) { file };
        return command.Runs((screen, result, _) =>
        {
            using var stream = InputFile.Open(result.GetValue(file)!);
            var (problems, events) = Check(stream);
            var isValid = problems.Count == 0;
            screen.Show(new { valid = isValid, events = isValid ? events : null, problems }, () =>
            {
                foreach (var problem in problems) screen.Say(problem.ToString());
                if (isValid) screen.Say($"Valid: {events.Count} events.");
            });
            return Task.FromResult(isValid ? CommandRunner.Done : CommandRunner.Refused);
        });
    }

    private static (List<EpcisProblem> Problems, List<string> Events) Check(Stream stream)
    {
        var problems = new List<EpcisProblem>();
        var events = new List<string>();
        try
        {
            // Answers of a repository and requests of the query interface have a schema, but no events.
            if (EpcisXml.IsXml(stream)) problems.AddRange(EpcisXml.Check(stream));
            if (problems.Count > 0 || !EpcisDocumentReader.TryOpen(stream, out var reader)) return (problems, events);
            while (problems.Count < MostProblems && reader.TryRead(out var next))
            {
                problems.AddRange(next.Problems);
                if (next.Event is { } read) events.Add(read.EventId);
            }
        }
        catch (InvalidEpcisException invalid)
        {
            problems.AddRange(invalid.Problems);
        }
        return (problems, events);
    }
}
