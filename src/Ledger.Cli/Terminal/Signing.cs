using System.CommandLine;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Terminal;

/// <summary>A party at the API: signed in with its key.</summary>
internal sealed class Signing : IDisposable
{
    private Signing(LedgerClient ledger, PrivateKey key, PartyId party, Currency currency) => (Ledger, Key, Party, Currency) = (ledger, key, party, currency);

    public LedgerClient Ledger { get; }

    public PrivateKey Key { get; }

    public PartyId Party { get; }

    public Currency Currency { get; }

    public static async Task<Signing> InAsync(
        Screen screen, ParseResult result, KeyOptions keys, Option<string> api, CancellationToken cancellationToken)
    {
        var ledger = Services.Client(result.GetValue(api)!);
        var key = keys.Load(screen, result);
        await Services.SignInAsync(ledger, key, cancellationToken).ConfigureAwait(false);
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var party = await ledger.GetSignedInPartyAsync(cancellationToken).ConfigureAwait(false);
        return new Signing(ledger, key, party, manifest.Currency);
    }

    /// <summary>Signs a draft; submits it once all have signed, else writes it to the file for the next signer.</summary>
    public async Task<int> SignAsync(IntentDraft draft, FileInfo? file, Screen screen, CancellationToken cancellationToken)
    {
        var signed = await Drafts.SignAsync(draft, Key, Ledger, cancellationToken).ConfigureAwait(false);
        if (!signed.Missing.Any()) return await Drafts.SubmitAsync(signed, Ledger, screen, cancellationToken).ConfigureAwait(false);
        if (file is null)
            throw new LedgerException("bad-input", $"{string.Join(" and ", signed.Missing)} has to sign it too.", "Give --out FILE, and pass the file on.");
        await Drafts.WriteAsync(signed, file, cancellationToken).ConfigureAwait(false);
        Drafts.Show(signed, screen);
        return CommandRunner.Done;
    }

    public void Dispose()
    {
        Key.Dispose();
        Ledger.Dispose();
    }
}
