using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger disclose</c>: makes a bundle that shows a part of an event.</summary>
internal static class DiscloseCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("BUNDLE") { Description = $"The proof bundle of an event; {InputFile.Help}." };
        var fields = new Option<string[]?>("--fields") { Description = "Show these fields alone, separated by commas.", AllowMultipleArgumentsPerToken = true };
        var hide = new Option<string[]?>("--hide") { Description = "Show all but these.", AllowMultipleArgumentsPerToken = true };
        var to = new Option<FileInfo?>("--out") { Description = "Write it to this file instead of standard output." };
        var command = new Command("disclose", """
            Make a proof bundle that shows a part of an event. It verifies against the same anchor, and nobody can guess what is
            withheld. The event hash is withheld with the first field, and with it who captured the event, since whoever has it
            can try values until they fit; name eventHash under --fields to show it all the same.

            Examples:
              ledger disclose proof.json --fields eventTime,bizStep,readPoint --out part.json
              ledger disclose proof.json --hide sourceList,destinationList
            """) { file, fields, hide, to };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var bytes = await InputFile.ReadTextAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            if (ProofBundle.Parse(bytes) is not EventProof proof)
                throw new LedgerException("not-disclosable", "Only the bundle of an event in version 2 shows fields.", "A hand-off is shown whole.");
            var part = (Names(result.GetValue(fields)), Names(result.GetValue(hide))) switch
            {
                ({ Length: > 0 } shown, []) => proof.Disclose(shown),
                ([], { Length: > 0 } hidden) => proof.Hide(hidden),
                _ => throw new LedgerException("bad-input", "Give either --fields or --hide.", $"The bundle shows {string.Join(", ", Shown(proof))}."),
            };
            if (result.GetValue(to) is { } target)
            {
                await File.WriteAllTextAsync(target.FullName, part.ToJson() + "\n", cancellationToken).ConfigureAwait(false);
                screen.Show(
                    new { file = target.FullName, shown = Shown(part), part.Withheld },
                    () => screen.Say($"{target.Name} shows {string.Join(", ", Shown(part))}; {part.Withheld} of {part.Fields.Count} fields are withheld."));
            }
            else screen.Write(part.ToJson());
            if (part.Withheld > 0 && part.Find(FieldCommitment.HashName) is not null)
                screen.Warn("The event hash is shown: whoever guesses the withheld fields can see that the guess is right.");
            return CommandRunner.Done;
        });
    }

    private static string[] Names(string[]? lists) =>
        [.. (lists ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static string[] Shown(EventProof proof) => [.. proof.Fields.Select(leaf => leaf.Field?.Name).OfType<string>()];
}
