using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger credit</c>: computes a party's credit from a node, and checks attestations of it.</summary>
internal static class CreditCommand
{
    public static Command Create()
    {
        var party = new Argument<string?>("PARTY") { Description = "The party's number.", Arity = ArgumentArity.ZeroOrOne };
        var at = new Option<ulong?>("--at") { Description = "As of this block; by default the newest that is final." };
        var manifest = new Option<FileInfo?>("--manifest") { Description = "The ledger's manifest; else the API is asked for it." };
        var verify = new Option<FileInfo?>("--verify") { Description = "Check an attestation: offline, and with the node where --rpc is given." };
        var explain = new Option<bool>("--explain") { Description = "Say how the scorecard counts." };
        var (rpc, api) = (Services.Rpc(), Services.Api());
        var command = new Command("credit", """
            Compute a party's credit from the chain alone, with reasons: whoever has a node gets the same points as the API at
            the same block. It decides nothing by itself, and no contract reads it.

            Examples:
              ledger credit 4 --rpc http://127.0.0.1:8545 --manifest manifest.json
              ledger credit 4 --at 1042 --json
              ledger credit --explain
              ledger credit --verify attestation.json --manifest manifest.json
            """) { party, at, manifest, verify, explain, rpc, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            if (result.GetValue(explain))
            {
                screen.Show(new { Scorecard = Scorecard.Version, Text = Scorecard.Explanation }, () => screen.Write(Scorecard.Explanation));
                return CommandRunner.Done;
            }
            var deployment = await ManifestAsync(result.GetValue(manifest), result.GetValue(verify) is not null, result.GetValue(api)!, cancellationToken).ConfigureAwait(false);
            var node = result.GetResult(rpc) is { Implicit: false } ? result.GetValue(rpc) : null;
            if (result.GetValue(verify) is { } file) return await VerifyAsync(screen, file, deployment, node, cancellationToken).ConfigureAwait(false);
            var number = PartyId.Parse(result.GetValue(party) ?? throw new LedgerException("bad-input", "The party is missing.", "Give its number, such as: ledger credit 4"));
            await using var client = Services.Node(result.GetValue(rpc)!);
            var report = await CreditReader.ReportAsync(client, deployment!, number, result.GetValue(at), cancellationToken).ConfigureAwait(false);
            screen.Show(report, () => Print(screen, report));
            return CommandRunner.Done;
        });
    }

    private static async Task<DeploymentManifest?> ManifestAsync(FileInfo? file, bool optional, string api, CancellationToken cancellationToken)
    {
        if (file is not null) return await DeploymentManifest.ReadAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        if (optional) return null;
        using var ledger = Services.Client(api);
        return await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> VerifyAsync(Screen screen, FileInfo file, DeploymentManifest? manifest, string? rpc, CancellationToken cancellationToken)
    {
        var attestation = AttestationCheck.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false));
        var report = AttestationCheck.Verify(attestation, manifest);
        if (rpc is not null)
        {
            await using var node = Services.Node(rpc);
            report = await AttestationCheck.VerifyAsync(
                attestation, manifest ?? throw new LedgerException("bad-input", "The manifest is missing.", "Give --manifest FILE with --rpc."), node, cancellationToken).ConfigureAwait(false);
        }
        screen.Show(new { report.Holds, report.Statement, report.Checks, report.Trust }, () => Print(screen, report));
        return report.Holds ? CommandRunner.Done : CommandRunner.Refused;
    }

    private static void Print(Screen screen, ProofReport report)
    {
        foreach (var check in report.Checks) screen.Mark(check.Holds, $"{check.Name}: {check.Detail}");
        screen.Say("");
        screen.Say(report.Holds ? $"Verified. {report.Statement}" : "This does not verify.");
        foreach (var item in report.Trust) screen.Say($"  left to trust: {item}");
    }

    private static void Print(Screen screen, CreditReport report)
    {
        screen.Say($"party {report.Party}: {report.Points} of {Scorecard.Highest} points{(report.IsThin ? " (thin file)" : "")}, scorecard {report.Scorecard}");
        screen.Say($"as of block {report.AsOf.Block} ({Times.Show(report.AsOf.Time)}), features {report.FeaturesHash}");
        screen.Say($"  {Scorecard.Neutral,5}  {"start",-16} where nothing is known");
        foreach (var reason in report.Reasons) screen.Say($"  {reason.Points,5:+0;-0;0}  {reason.Factor,-16} {reason.Reason} ({reason.Least} to {reason.Most})");
    }
}
