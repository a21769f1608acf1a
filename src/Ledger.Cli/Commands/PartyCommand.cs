using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger party</c>: admits and shows parties.</summary>
internal static class PartyCommand
{
    public static Command Create()
    {
        var command = new Command("party", "Admit and show parties.");
        command.Add(CreateAdmit());
        command.Add(CreateShow());
        command.Add(AdmitContractsCommand.Create());
        command.Add(DeviceCommand.Create());
        return command;
    }

    private static Command CreateShow()
    {
        var id =
            new Argument<string?>("PARTY") { Description = "The party's number; leave it out to list all.", Arity = ArgumentArity.ZeroOrOne };
        var api = Services.Api();
        var command = new Command("show", """
            Show a party, or all.

            Examples:
              ledger party show 2
              ledger party show --json
            """) { id, api };
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(api)!);
            if (result.GetValue(id) is { } number)
            {
                var party = await ledger.Parties.GetAsync(PartyId.Parse(number), cancellationToken).ConfigureAwait(false);
                screen.Show(party, () => Print(screen, party));
            }
            else
            {
                var parties = await ledger.Parties.ListAsync(cancellationToken).ConfigureAwait(false);
                screen.Show(parties, () =>
                {
                    foreach (var party in parties) Print(screen, party);
                });
            }
            return CommandRunner.Done;
        });
    }

    private static void Print(Screen screen, Party party)
    {
        var (status, roles) = (party.Status.ToString().ToLowerInvariant(), string.Join(", ", RoleNames.Of(party.Roles)));
        screen.Say($"party {party.Id,-4} {status,-8} epoch {party.Epoch,-4} key {party.Key}  {roles}  {party.Name}".TrimEnd());
    }

    private static Command CreateAdmit()
    {
        var options = new AdmitOptions();
        var command = new Command("admit", """
            Admit a party. The registrar and the new party's key both sign: on one machine with --key and --party-key, or one
            after the other, the registrar with --address and --out, then the party with --draft.

            Examples:
              ledger party admit --by 1 --key registrar.json --party-key farm.json --roles producer
              ledger party admit --by 1 --key registrar.json --address 0x… --roles carrier,warehouse --out admission.json
              ledger party admit --draft admission.json --key carrier.json
            """);
        options.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var ledger = Services.Client(result.GetValue(options.Api)!);
            using var key = options.Key.Load(screen, result);
            using var partyKey = result.GetValue(options.PartyKey.File) is { } file ? options.PartyKey.Load(screen, result, file) : null;
            var draft = result.GetValue(options.Draft) is { } read
                ? await Drafts.ReadAsync(read, cancellationToken).ConfigureAwait(false)
                : await DraftAsync(options, result, ledger, partyKey, cancellationToken).ConfigureAwait(false);
            draft = await Drafts.SignAsync(draft, key, ledger, cancellationToken).ConfigureAwait(false);
            if (partyKey is not null) draft = await Drafts.SignAsync(draft, partyKey, ledger, cancellationToken).ConfigureAwait(false);
            if (result.GetValue(options.Out) is not { } target)
                return await Drafts.SubmitAsync(draft, ledger, screen, cancellationToken).ConfigureAwait(false);
            await Drafts.WriteAsync(draft, target, cancellationToken).ConfigureAwait(false);
            Drafts.Show(draft, screen);
            return CommandRunner.Done;
        });
    }

    private static async Task<IntentDraft> DraftAsync(
        AdmitOptions options, ParseResult result, LedgerClient ledger, PrivateKey? partyKey, CancellationToken cancellationToken)
    {
        var address = partyKey?.Address
            ?? (result.GetValue(options.Address) is { } text ? Address.Parse(text) : throw new LedgerException(
                "bad-input", "The new party's key is missing.", "Give --party-key FILE, or --address 0x… and --out FILE."));
        var roles = PartyRoles.None;
        foreach (var name in (result.GetValue(options.Roles) ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            roles |= RoleNames.TryParse(name, out var role)
                ? role
                : throw new LedgerException("bad-input", $"'{name}' is no role.", $"The roles are {string.Join(", ", RoleNames.All)}.");
        var recovery = result.GetValue(options.Recovery) is { } second ? Address.Parse(second) : default;
        var identity = result.GetValue(options.Identity) is { } commitment ? Hash32.Parse(commitment) : default;
        return await ledger.Parties.AdmitAsync(
            PartyId.Parse(result.GetValue(options.By)!), address, roles, identity, recovery, cancellationToken).ConfigureAwait(false);
    }

    private sealed class AdmitOptions
    {
        public Option<string> By { get; } = new("--by") { Description = "The registrar's party number.", DefaultValueFactory = _ => "1" };

        public KeyOptions Key { get; } = new(what: "the registrar, or with --draft the new party");

        public KeyOptions PartyKey { get; } = new("--party-key", "--party-password-file", "the new party", required: false);

        public Option<string?> Address { get; } =
            new("--address") { Description = "Address of the new party's key, where the key is elsewhere." };

        public Option<string?> Roles { get; } = new("--roles") { Description = $"Comma-separated: {string.Join(", ", RoleNames.All)}." };

        public Option<string?> Recovery { get; } =
            new("--recovery") { Description = "Address of the key that may replace the party's; by default none." };

        public Option<string?> Identity { get; } =
            new("--identity") { Description = "Commitment of the party's identity, 32 bytes; by default zero." };

        public Option<FileInfo?> Draft { get; } = new("--draft") { Description = "An admission that the registrar signed." };

        public Option<FileInfo?> Out { get; } = new("--out") { Description = "Write the signed admission here instead of submitting it." };

        public Option<string> Api { get; } = Services.Api();

        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { By, Address, Roles, Recovery, Identity, Draft, Out, Api }) command.Add(option);
            Key.AddTo(command);
            PartyKey.AddTo(command);
        }
    }
}
