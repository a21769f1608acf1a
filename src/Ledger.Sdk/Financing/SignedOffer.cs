using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>A sale or a loan that one side has signed: it lives off the chain, as the JSON of a draft, until the other side signs it.</summary>
/// <remarks>It ends with its deadline, with the offerer's epoch (<see cref="EpochBump"/> revokes all that a party has offered), or when the
/// note has changed.</remarks>
public sealed record SignedOffer
{
    private SignedOffer(IntentDraft draft, RequiredSigner offerer) => (Draft, Offerer, Epoch) = (draft, offerer.Party!.Value, offerer.Epoch!.Value);

    /// <summary>The draft, with the offerer's signature.</summary>
    public IntentDraft Draft { get; }

    /// <summary>Who made it.</summary>
    public PartyId Offerer { get; }

    /// <summary>The epoch of the offerer for which it counts.</summary>
    public uint Epoch { get; }

    /// <summary>Until when it counts.</summary>
    public DateTimeOffset Deadline => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(Draft.Intent.ExpiresAt!.Value, 253_402_300_799));

    /// <summary>The offer that a draft is.</summary>
    /// <exception cref="LedgerException">offer-invalid: no sale or loan, or signed by nobody, or by both.</exception>
    public static SignedOffer Of(IntentDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Intent is not (Sale or Loan)) throw Invalid($"A {draft.Intent.Type} is no offer.", "An offer is a Sale or a Loan.");
        var signed = draft.Intent.Signers(draft.Domain).Where((_, i) => draft.Signatures[i] is not null).ToList();
        if (signed.Select(signer => signer.Party).Distinct().Count() != 1)
            throw Invalid($"{signed.Count} of the signatures are there.", "One side signs all that is asked of it, the other nothing yet.");
        if (draft.Missing.Any(signer => signer.Party == signed[0].Party))
            throw Invalid($"{signed[0]} did not sign all that is asked of it.", "A borrower signs the loan and the pledge.");
        return new SignedOffer(draft, signed[0]);
    }

    /// <summary>Reads the JSON of an offer; its signatures are checked against the keys beside them.</summary>
    /// <exception cref="LedgerException">offer-invalid, wrong-signer, or what is malformed.</exception>
    public static SignedOffer Parse(string json) => Of(IntentDraft.Parse(json));

    /// <summary>The JSON of the offer.</summary>
    public string ToJson() => Draft.ToJson();

    /// <summary>Makes sure that the offer counts in this ledger now: contract and chain, deadline, the offerer's current key and
    /// epoch.</summary>
    /// <param name="manifest">The ledger.</param>
    /// <param name="offerer">The offerer as the registry has it.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="LedgerException">wrong-domain, expired, stale-epoch, wrong-signer, not-active.</exception>
    public SignedOffer Verify(DeploymentManifest manifest, Party offerer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(offerer);
        if (offerer.Id != Offerer) throw new ArgumentException($"The offer is party {Offerer}'s.", nameof(offerer));
        Draft.RequireOf(manifest);
        Draft.Intent.Check();
        if (now > Deadline) throw new LedgerException("expired", $"The offer counted until {Deadline:u}.", "Ask for a new one.");
        if (offerer.Status != PartyStatus.Active) throw new LedgerException("not-active", $"Party {Offerer} is {offerer.Status}.", "Ask another.");
        if (offerer.Epoch != Epoch)
            throw new LedgerException("stale-epoch", $"Party {Offerer} is at epoch {offerer.Epoch}, not {Epoch}: it has revoked its offers.", "Ask for a new one.");
        var signers = Draft.Intent.Signers(Draft.Domain);
        for (var i = 0; i < signers.Count; i++)
            if (signers[i].Party == Offerer && Draft.Keys[i] != offerer.Key)
                throw new LedgerException("wrong-signer", $"{Draft.Keys[i]} is not the key of party {Offerer}.", "Ask for a new one.");
        return this;
    }

    private static LedgerException Invalid(string message, string hint) => new("offer-invalid", message, hint);
}
