using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import sign</c>: signs the receivables of imported invoices, as many as there are, and submits those that both have signed.</summary>
internal static class SignInvoicesCommand
{
    private const int AtOnce = 16;

    public static Command Create()
    {
        var options = new SignOptions();
        var command = new Command("sign", """
            Sign the receivables of all open imported invoices with a party. The first of the two makes the file; the other signs that file,
            each line of which is compared with the invoice that it imported or was shown, and submits.

            Examples:
              ledger import sign --with 3 --secret-file pair.secret --key farm.json --out march.jsonl
              ledger import sign march.jsonl --with 2 --secret-file pair.secret --key mill.json --out march.jsonl.signed --submit
            """);
        options.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var key = options.Key.Load(screen, result);
            using var secret = SecretOf(result.GetValue(options.Secret));
            using var ledger = Services.PatientClient(result.GetValue(options.Api)!);
            await Services.SignInAsync(ledger, key, cancellationToken).ConfigureAwait(false);
            var invoices = new OpenInvoices(ledger, secret, PartyId.Parse(result.GetValue(options.With)!));
            var drafts = result.GetValue(options.Drafts) is { } file ? invoices.CheckAsync(File.ReadLinesAsync(file.FullName, cancellationToken), cancellationToken) : invoices.DraftAsync(key.Address, cancellationToken);
            var (signed, submitted, refused) = await RunAsync(
                screen, ledger, drafts, key, result.GetValue(options.Out)!, result.GetValue(options.Submit), cancellationToken).ConfigureAwait(false);
            screen.Show(new { signed, submitted, refused, file = result.GetValue(options.Out)!.FullName }, () => screen.Say(
                $"Signed {signed} receivables into {result.GetValue(options.Out)!.FullName}.{(result.GetValue(options.Submit) ? $" {submitted} are submitted, {refused} refused." : "")}"));
            return refused == 0 ? CommandRunner.Done : CommandRunner.Refused;
        });
    }

    private static async Task<(long Signed, long Submitted, long Refused)> RunAsync(
        Screen screen, LedgerClient ledger, IAsyncEnumerable<IntentDraft> drafts, PrivateKey key, FileInfo target, bool isSubmitted, CancellationToken cancellationToken)
    {
        var (signed, submitted, refused) = (0L, 0L, 0L);
        await using var writer = new StreamWriter(target.FullName);
        var batch = new List<IntentDraft>(AtOnce);
        async Task SubmitAsync()
        {
            var outcomes = await Task.WhenAll(batch.Select(draft => SubmitOneAsync(screen, ledger, draft, cancellationToken))).ConfigureAwait(false);
            (submitted, refused) = (submitted + outcomes.Count(isDone => isDone), refused + outcomes.Count(isDone => !isDone));
            batch.Clear();
        }
        await foreach (var draft in drafts.ConfigureAwait(false))
        {
            var done = draft.Sign(key);
            signed++;
            await writer.WriteLineAsync(OpenInvoices.LineOf(done)).ConfigureAwait(false);
            if (!isSubmitted) continue;
            batch.Add(done);
            if (batch.Count == AtOnce) await SubmitAsync().ConfigureAwait(false);
        }
        if (batch.Count > 0) await SubmitAsync().ConfigureAwait(false);
        return (signed, submitted, refused);
    }

    private static async Task<bool> SubmitOneAsync(Screen screen, LedgerClient ledger, IntentDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            var operation = await ledger.SubmitAsync(draft, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (operation.Error is { } error) screen.Fail(error.Code, error.Message, error.Hint);
            return operation.Status != OperationState.Failed;
        }
        catch (LedgerException exception) when (exception.Code is not "api-unreachable")
        {
            screen.Fail(exception.Code, exception.Message, exception.Hint);
            return false;
        }
    }

    private static PairSecret? SecretOf(FileInfo? file) => file is null ? null
        : PairSecret.FromBytes(Hex.Decode(File.ReadLines(file.FullName).FirstOrDefault()?.Trim() ?? ""));

    private sealed class SignOptions
    {
        public Argument<FileInfo?> Drafts { get; } = new("FILE") { Description = "What the other has signed; leave it out to make it.", Arity = ArgumentArity.ZeroOrOne };

        public Option<string> With { get; } = new("--with") { Description = "Number of the other party of the pair.", Required = true };

        public Option<FileInfo?> Secret { get; } = new("--secret-file") { Description = "Its first line is the pair's secret, 0x and 64 digits: invoices without a nullifier get theirs by it." };

        public Option<FileInfo> Out { get; } = new("--out") { Description = "The file to write, one draft a line.", Required = true };

        public Option<bool> Submit { get; } = new("--submit") { Description = "Submit what both have signed." };

        public Option<string> Api { get; } = Services.Api();

        public KeyOptions Key { get; } = new(what: "the debtor or the seller");

        public void AddTo(Command command)
        {
            command.Add(Drafts);
            foreach (var option in new Option[] { With, Secret, Out, Submit, Api }) command.Add(option);
            Key.AddTo(command);
        }
    }
}
