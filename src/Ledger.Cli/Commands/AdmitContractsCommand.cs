using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Contracts;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger party admit-contracts</c>: the registrar admits the contracts that settle.</summary>
internal static class AdmitContractsCommand
{
    public static Command Create()
    {
        var rpc = Services.Rpc();
        var file = new Option<FileInfo>("--manifest") { Description = "The manifest that `ledger deploy` wrote.", Required = true };
        var key = new KeyOptions(what: "the registrar, whose account sends the transactions");
        var command = new Command("admit-contracts", """
            Admit Receivables and Facility as parties, where `ledger deploy` did not: Facility can own collateral then, and through both a
            frozen party still pays what it owes. Admitting them again changes nothing.

            Example:
              ledger party admit-contracts --manifest manifest.json --key registrar.json
            """) { rpc, file };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var manifest = await DeploymentManifest.ReadAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false);
            using var registrar = key.Load(screen, result);
            DevelopmentKeys.Refuse(registrar.Address, manifest.ChainId, manifest.Development);
            await using var node = Services.Node(result.GetValue(rpc)!);
            await manifest.ValidateAsync(node, cancellationToken).ConfigureAwait(false);
            await Settlement.AdmitAsync(node, manifest, registrar, cancellationToken).ConfigureAwait(false);
            foreach (var contract in Settlement.Contracts)
            {
                var party = await Settlement.PartyOfAsync(node, manifest, contract, cancellationToken).ConfigureAwait(false);
                screen.Say($"{contract} is party {party}.");
            }
            return CommandRunner.Done;
        });
    }
}
