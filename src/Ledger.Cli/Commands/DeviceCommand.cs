using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger party device</c>: the devices whose signatures count as a party's attestations.</summary>
internal static class DeviceCommand
{
    public static Command Create()
    {
        var command = new Command("device", "Admit, revoke and list the devices that attest for a party.");
        command.Add(CreateAdmit());
        command.Add(CreateRevoke());
        command.Add(CreateList());
        return command;
    }

    private static Command CreateAdmit()
    {
        var (key, device, api) = (new KeyOptions(what: "the party"), new KeyOptions("--device-key", "--device-password-file", "the device"), Services.Api());
        var attests = new Option<string[]>("--attests")
        {
            Description = "arrival, condition, or both; by default both.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["arrival", "condition"],
        };
        var command = new Command("admit", """
            Admit a device, or change what it may attest; the party and the device sign.

            Example:
              ledger party device admit --device-key gate.json --attests arrival --key warehouse.json
            """) { attests, api };
        key.AddTo(command);
        device.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            using var admitted = device.Load(screen, result);
            var bits = result.GetValue(attests)!.Select(Bit).Aggregate(0U, (sum, bit) => sum | bit);
            var draft = await party.Ledger.Parties.SetDeviceAsync(party.Party, admitted.Address, bits, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft.Sign(admitted), null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateRevoke()
    {
        var address = new Argument<string>("ADDRESS") { Description = "Address of the device's key." };
        var (key, api) = (new KeyOptions(what: "the party"), Services.Api());
        var command = new Command("revoke", """
            Revoke a device, which need not be at hand: the party alone signs. What it attested before still counts.

            Example:
              ledger party device revoke 0x… --key warehouse.json
            """) { address, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var draft = await party.Ledger.Parties.SetDeviceAsync(party.Party, Address.Parse(result.GetValue(address)!), 0, cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static Command CreateList()
    {
        var id = new Argument<string>("PARTY") { Description = "The party's number." };
        var api = Services.Api();
        var command = new Command("list", """
            A party's devices, and what each may attest.

            Example:
              ledger party device list 5
            """) { id, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            var devices = new List<Device>();
            for (string? cursor = null; ;)
            {
                var page = await ledger.Parties.ListDevicesAsync(PartyId.Parse(result.GetValue(id)!), cursor, cancellationToken).ConfigureAwait(false);
                devices.AddRange(page.Items);
                if ((cursor = page.Next) is null) break;
            }
            screen.Show(devices, () =>
            {
                foreach (var device in devices) screen.Say($"{device.Address}  {Words(device.Attests)}");
            });
            return CommandRunner.Done;
        });
    }

    private static uint Bit(string word) => word switch
    {
        "arrival" => Device.Arrival,
        "condition" => Device.Condition,
        _ => throw new LedgerException("bad-input", $"A device does not attest '{word}'.", "Give arrival, condition, or both."),
    };

    private static string Words(uint attests) => attests switch
    {
        0 => "revoked",
        Device.Arrival => "arrival",
        Device.Condition => "condition",
        _ => "arrival, condition",
    };
}
