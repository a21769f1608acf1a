using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger deploy</c>: deploys the contracts and writes the manifest.</summary>
internal static class DeployCommand
{
    public static Command Create()
    {
        var rpc = Services.Rpc();
        var key = new KeyOptions(what: "the account that deploys");
        var file = new Option<FileInfo>("--out") { Description = "The manifest to write.", Required = true };
        var registrar =
            new Option<string?>("--registrar") { Description = "Address of the first registrar's key; by default the account that deploys." };
        var recovery =
            new Option<string?>("--recovery") { Description = "Address of the key that may replace the registrar's; by default none." };
        var identity =
            new Option<string?>("--identity") { Description = "Commitment of the registrar's identity, 32 bytes; by default zero." };
        var finality =
            new Option<string>("--finality") { Description = "immediate (QBFT), tag, or depth:N.", DefaultValueFactory = _ => "immediate" };
        var development =
            new Option<bool>("--development") { Description = "Declare the chain one for development, where published keys are allowed." };
        var command = new Command("deploy", """
            Deploy Registry, Goods and Anchors to any EVM network, admit the first registrar, and write the manifest.

            Examples:
              ledger deploy --rpc http://127.0.0.1:8545 --key deployer.json --out manifest.json
              ledger deploy --key deployer.json --registrar 0x… --finality depth:12 --out manifest.json
            """) { rpc, file, registrar, recovery, identity, finality, development };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            var rule = FinalityRule.Parse(result.GetValue(finality)!);
            var recoveryKey = result.GetValue(recovery) is { } second ? Address.Parse(second) : default;
            var commitment = result.GetValue(identity) is { } text ? Hash32.Parse(text) : default;
            using var deployer = key.Load(screen, result);
            var first = new Registrar(
                result.GetValue(registrar) is { } address ? Address.Parse(address) : deployer.Address, recoveryKey, commitment);
            await using var node = Services.Node(result.GetValue(rpc)!);
            var manifest = await Deployment.DeployAsync(
                node, deployer, first, rule, result.GetValue(development), cancellationToken).ConfigureAwait(false);
            await manifest.WriteAsync(result.GetValue(file)!.FullName, cancellationToken).ConfigureAwait(false);
            if (screen.IsJson) screen.Write(manifest.ToJson());
            else
            {
                screen.Say($"Deployed on chain {manifest.ChainId}, from block {manifest.DeploymentBlock} on:");
                foreach (var contract in Enum.GetValues<LedgerContract>()) screen.Say($"  {contract,-9} {manifest.AddressOf(contract)}");
                screen.Say($"Party 1, the registrar, signs with {first.Key}. Manifest: {result.GetValue(file)!.FullName}");
            }
            return CommandRunner.Done;
        });
    }
}
