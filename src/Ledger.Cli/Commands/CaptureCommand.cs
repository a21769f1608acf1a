using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger epcis capture</c>: captures a document and shows what became of it.</summary>
internal static class CaptureCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = $"EPCIS document, JSON or XML; {InputFile.Help}." };
        var proceed = new Option<bool>("--proceed") { Description = "Capture the other events where some can't be; else all or nothing." };
        var visibility = new Option<string?>("--visibility") { Description = "Who may read it, such as custody or 'public; where=parties:3,5'; else the party's policy." };
        var api = Services.Api();
        var key = new KeyOptions(what: "the party", required: false);
        var command = new Command("capture", """
            Capture an EPCIS document: JSON 2.0, XML 2.0 or 1.2. With --key the party signs in and signs for the events; without
            it the API key in LEDGER_API_KEY is used, and the server signs for the party.

            Examples:
              ledger epcis capture shipment.json --key farm.json
              LEDGER_API_KEY=lk_… ledger epcis capture shipment.xml --proceed
            """) { file, proceed, visibility, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var document = new MemoryStream();
            using (var input = InputFile.Open(result.GetValue(file)!)) await input.CopyToAsync(document, cancellationToken).ConfigureAwait(false);
            using var ledger = Services.Client(result.GetValue(api)!);
            using var party = result.GetValue(key.File) is { } keyFile ? key.Load(screen, result, keyFile) : null;
            if (party is not null) await Services.SignInAsync(ledger, party, cancellationToken).ConfigureAwait(false);
            else ledger.Token = Services.FromEnvironment("LEDGER_API_KEY")
                ?? throw new LedgerException("sign-in-required", "Only a party captures.", "Give --key FILE, or set LEDGER_API_KEY.");
            var options = new CaptureOptions(result.GetValue(proceed), result.GetValue(visibility));
            var job = await ledger.CaptureAsync(document.ToArray(), party, options, cancellationToken).ConfigureAwait(false);
            screen.Show(job, () => Print(screen, job));
            return job.Success ? CommandRunner.Done : CommandRunner.Refused;
        });
    }

    private static void Print(Screen screen, CaptureResult job)
    {
        screen.Say($"Captured {job.CapturedCount} of {job.EventCount} events, job {job.CaptureID}.{(job.CapturedCount < job.EventCount && job.Success ? " The others were captured before." : "")}");
        if (job.CaptureSignature is { } signature)
            screen.Say(signature.SignedBy == CaptureSigner.Party ? $"The party signed for them with {signature.Signer}." : $"The server signed for the party with {signature.Signer}.");
        foreach (var captured in job.Events ?? []) screen.Say($"  {captured.EventId}  {captured.Commitment}");
        foreach (var error in job.Errors) screen.Mark(false, $"{error.Pointer}: {error.Detail}");
    }
}
