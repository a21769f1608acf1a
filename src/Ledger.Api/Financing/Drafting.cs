using System.Data.Common;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Financing;

/// <summary>Makes what a policy offers an unsigned draft: the message that the lender's key signs, as of the projections.</summary>
internal sealed class Drafting(DbConnection connection, DeploymentManifest manifest, PartyId lender, PartyFacts lenderFacts)
{
    private PartyId? facility;

    public async Task<IntentDraft> MakeAsync(LenderPolicy policy, PolicyQuote quote, AskRow ask, NoteFacts note)
    {
        var (holder, receivable, id) = (new PartyId(ask.Holder), new ReceivableId(ask.Receivable), new NoteId(ask.Note));
        if (quote.Terms is not { } terms)
        {
            var sale = new Sale(
                quote.Money, lender, holder, receivable, id, (uint)ask.Seq, ask.Amount, (uint)note.OwnerEpoch, lenderFacts.Epoch, quote.Deadline);
            return IntentDraft.Of(sale, manifest.DomainOf(sale.Contract), [note.OwnerKey, lenderFacts.Key]);
        }
        var loan = new Loan(
            terms.Principal, lender, holder, new PartyId(ask.Debtor), terms.Fee, terms.Rate, terms.LateRate, terms.Basis, terms.Due, policy.GraceDays * Waterfall.Day,
            CollateralKind.Note, receivable.Value, id, (uint)ask.Seq, ask.Amount, quote.Recourse, holder, default, 0, 0, (uint)note.OwnerEpoch, lenderFacts.Epoch, quote.Deadline);
        loan = loan with { Pledge = Pledge.For(loan, manifest, facility ??= await PartyFacts.FacilityAsync(connection, manifest)) };
        return IntentDraft.Of(loan, manifest.DomainOf(loan.Contract), [note.OwnerKey, lenderFacts.Key, note.OwnerKey]);
    }
}
