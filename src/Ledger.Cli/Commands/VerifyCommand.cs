using System.CommandLine;
using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger verify</c>: checks a proof bundle.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = $"The proof bundle; {InputFile.Help}." };
        var rpc =
            new Option<string?>("--rpc") { Description = "Also ask this node for the header, and for the keys of the parties at that block." };
        var validators =
            new Option<FileInfo?>("--validators") { Description = "JSON list of a QBFT chain's validators: their seals replace the node." };
        var manifest = new Option<FileInfo?>("--manifest") { Description = "The ledger's manifest: chain and contract must be its own." };
        var command = new Command("verify", """
            Verify a proof bundle: offline, unless a node is given. Exit code 0 where everything matches, 1 where something
            does not, 2 where the node cannot be reached.

            Examples:
              ledger verify proof.json
              ledger verify proof.json --rpc http://127.0.0.1:8545
              ledger verify proof.json --validators validators.json --manifest manifest.json
            """) { file, rpc, validators, manifest };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var bytes = await InputFile.ReadTextAsync(result.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            var known = result.GetValue(validators) is { } list
                ? ReadValidators(await File.ReadAllTextAsync(list.FullName, cancellationToken).ConfigureAwait(false))
                : null;
            var deployment = result.GetValue(manifest) is { } written
                ? await DeploymentManifest.ReadAsync(written.FullName, cancellationToken).ConfigureAwait(false)
                : null;
            var report = ProofVerifier.Verify(bytes, known, deployment);
            if (result.GetValue(rpc) is { } url && report.Checks.All(check => check.Name != "format" || check.Holds))
            {
                await using var node = Services.Node(url);
                report = await ProofNodeCheck.VerifyAsync(report, ProofBundle.Parse(bytes), node, deployment, cancellationToken).ConfigureAwait(false);
            }
            screen.Show(new { report.Holds, report.Statement, report.Checks, report.Trust }, () => Print(screen, report));
            return report.Holds ? CommandRunner.Done : CommandRunner.Refused;
        });
    }

    private static void Print(Screen screen, ProofReport report)
    {
        foreach (var check in report.Checks) screen.Mark(check.Holds, $"{check.Name}: {check.Detail}");
        screen.Say("");
        if (!report.Holds)
        {
            screen.Say($"This does not verify. What does not match: {string.Join(", ", report.Failures.Select(check => check.Name))}.");
            return;
        }
        screen.Say($"Verified. {report.Statement}");
        screen.Say("What is left to trust:");
        foreach (var item in report.Trust) screen.Say($"  - {item}");
    }

    private static Address[] ReadValidators(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(address => Address.Parse(address.GetString()!))];
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new LedgerException(
                "malformed-validators", $"This is no list of validators: {exception.Message}",
                "Give a JSON list such as [\"0x…\", \"0x…\"], as qbft_getValidatorsByBlockNumber answers it.", exception);
        }
    }
}
