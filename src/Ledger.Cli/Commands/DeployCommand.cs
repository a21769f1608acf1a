using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger deploy</c>: deploys the contracts and writes the manifest.</summary>
internal sealed class DeployCommand
{
    private readonly Option<string> rpc = Services.Rpc();
    private readonly KeyOptions key = new(what: "the account that deploys");
    private readonly Option<FileInfo> file = new("--out") { Description = "The manifest to write.", Required = true };
    private readonly Option<string?> registrar =
        new("--registrar") { Description = "Address of the first registrar's key; by default the account that deploys." };

    private readonly Option<string?> recovery =
        new("--recovery") { Description = "Address of the key that may replace the registrar's; by default none." };

    private readonly Option<string?> identity =
        new("--identity") { Description = "Commitment of the registrar's identity, 32 bytes; by default zero." };

    private readonly Option<string> finality =
        new("--finality") { Description = "immediate (QBFT), tag, or depth:N.", DefaultValueFactory = _ => "immediate" };

    private readonly Option<bool> development =
        new("--development") { Description = "Declare the chain one for development, where published keys are allowed." };

    public static Command Create()
    {
        var options = new DeployCommand();
        var command = new Command("deploy", """
            Deploy the contracts to any EVM network, admit the first registrar, and write the manifest. Where the account that deploys is the
            registrar, it admits Receivables and Facility as parties too; another registrar does so with `ledger party admit-contracts`.

            Examples:
              ledger deploy --rpc http://127.0.0.1:8545 --key deployer.json --out manifest.json
              ledger deploy --key deployer.json --registrar 0x… --finality depth:12 --out manifest.json
            """)
        {
            options.rpc, options.file, options.registrar, options.recovery, options.identity, options.finality, options.development,
        };
        options.key.AddTo(command);
        return command.Runs(options.RunAsync);
    }

    private async Task<int> RunAsync(Screen screen, ParseResult result, CancellationToken cancellationToken)
    {
        var rule = FinalityRule.Parse(result.GetValue(finality)!);
        var recoveryKey = result.GetValue(recovery) is { } second ? Address.Parse(second) : default;
        var commitment = result.GetValue(identity) is { } text ? Hash32.Parse(text) : default;
        using var deployer = key.Load(screen, result);
        var registrarKey = result.GetValue(registrar) is { } address ? Address.Parse(address) : deployer.Address;
        await using var node = Services.Node(result.GetValue(rpc)!);
        var manifest = await Deployment.DeployAsync(
            node, deployer, new Registrar(registrarKey, recoveryKey, commitment), rule, result.GetValue(development), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        var path = result.GetValue(file)!.FullName;
        await manifest.WriteAsync(path, cancellationToken).ConfigureAwait(false);
        if (screen.IsJson) screen.Write(manifest.ToJson());
        screen.Say($"Deployed on chain {manifest.ChainId}, from block {manifest.DeploymentBlock} on:");
        foreach (var contract in Enum.GetValues<LedgerContract>()) screen.Say($"  {contract,-11} {manifest.AddressOf(contract)}");
        if (registrarKey == deployer.Address) await Settlement.AdmitAsync(node, manifest, deployer, cancellationToken).ConfigureAwait(false);
        else screen.Say("Receivables and Facility are no parties yet: the registrar admits them with `ledger party admit-contracts`.");
        screen.Say($"Party 1, the registrar, signs with {registrarKey}. Manifest: {path}");
        return CommandRunner.Done;
    }
}
