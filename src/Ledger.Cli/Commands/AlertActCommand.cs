using System.CommandLine;
using Ledger.Cli.Terminal;
using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger alerts act</c>: signs what an alert offers.</summary>
internal static class AlertActCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ALERT") { Description = "The alert's id." };
        var number = new Option<int>("--do") { Description = "Which of its acts.", DefaultValueFactory = _ => 1 };
        var value = new Option<ulong?>("--value") { Description = "Of a valuation: what the goods are worth, in minor units." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "who acts"));
        var command = new Command("act", """
            Sign and submit what an alert offers you: impair, stop lending, value goods, revoke a device, or freeze as an authority.

            Example:
              ledger alerts act 5f0c1d7be1a64a0f9d3c2b1a00ff3e21 --do 1 --key lender.json
            """) { id, number, value, api };
        key.AddTo(command);
        return command.Runs(async (screen, result, cancellationToken) =>
        {
            using var party = await Signing.InAsync(screen, result, key, api, cancellationToken).ConfigureAwait(false);
            var alert = await party.Ledger.Alerts.GetAsync(result.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            var place = result.GetValue(number);
            if (place < 1 || place > alert.Acts.Count)
                throw new LedgerException("bad-input", $"The alert offers you {alert.Acts.Count} acts, and no number {place}.", "Show them with: ledger alerts --open");
            var act = alert.Acts[place - 1];
            await RequireAsync(act.Signer is null, party, cancellationToken).ConfigureAwait(false);
            var draft = await party.Ledger.Alerts.DraftAsync(act, party.Party, result.GetValue(value), cancellationToken).ConfigureAwait(false);
            return await party.SignAsync(draft, null, screen, cancellationToken).ConfigureAwait(false);
        });
    }

    private static async Task RequireAsync(bool byAuthority, Signing party, CancellationToken cancellationToken)
    {
        if (!byAuthority) return;
        var own = await party.Ledger.Parties.GetAsync(party.Party, cancellationToken).ConfigureAwait(false);
        if ((own.Roles & (PartyRoles.Registrar | PartyRoles.Regulator)) == 0)
            throw new LedgerException("missing-role", $"Party {party.Party} can ask for that, and not sign it.", "Pass the alert's id to a registrar, a regulator or the guardians.");
    }
}
