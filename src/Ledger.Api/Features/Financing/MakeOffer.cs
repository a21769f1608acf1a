using System.Data.Common;
using System.Text;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>POST /financing/asks/{id}/offers</c>: a lender's offer: the draft of a sale or of a loan, signed by the lender.</summary>
public static class MakeOffer
{
    private const int MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/financing/asks/{id}/offers", HandleAsync)
        .WithName("MakeOffer").WithTags("Financing").WithSummary("A lender's offer: the draft of a sale or a loan, with the lender's signature")
        .WithDescription("Nothing reaches the chain before the holder accepts. Cash and limits are not reserved: what is missing now comes back as warnings. The same offer twice is one.")
        .Accepts<object>("application/json").Limit(MaxBody).Produces<FinancingOffer>(201)
        .Answers(FinancingExamples.Draft, FinancingExamples.Offer)
        .Refuses("sign-in-required", "session-required", "not-a-party", "party-not-active", "not-found", "ask-over", "offer-invalid", "missing-signature", "wrong-signer", "stale-epoch",
            "stale-note", "expired", "malformed-json", "unknown-field", "missing-field", "malformed-value", "malformed-number", "malformed-hex", "unknown-type", "wrong-signature-count",
            "unsupported-media-type", "body-too-large", "not-indexed-yet");

    private static async Task<Created<FinancingOffer>> HandleAsync(
        ulong id, Caller caller, HttpContext context, Database database, AskStore asks, OfferStore offers, CurrentDeployment deployment)
    {
        caller.Require();
        var draft = IntentDraft.Parse(Encoding.UTF8.GetString((await BodyReader.ReadBytesAsync(context)).Span));
        var terms = OfferTerms.Of(draft.Intent);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        var asOf = await Head.RequireAsync(connection);
        var ask = await asks.FindAsync(connection, id);
        if (ask is null || !ask.Concerns(caller.Party)) throw FinancingExamples.NotFound($"request {id}");
        var state = ask.State(asks.Now, (long)asOf.Block);
        if (state == AskState.NoteChanged) throw new LedgerException("stale-note", "The note has changed since its owner asked.", "The owner asks again for what it owns now.");
        if (state != AskState.Open) throw new LedgerException("ask-over", $"Request {id} takes no offers any more: it is {state.ToString().ToLowerInvariant()}.");
        if (draft.Domain != deployment.Manifest.DomainOf(draft.Intent.Contract)) throw Invalid("It is for another ledger: chainId or contract is not this one's.");
        Check(ask, terms, caller.Party);
        if (draft.Intent is Loan loan) await CheckPledgeAsync(connection, loan, deployment.Manifest);
        if (terms.Deadline < asks.Now) throw new LedgerException("expired", $"The deadline {terms.Deadline} has passed.", "Sign it again with a later deadline.");
        await offers.AddAsync(ask, terms, await OwnAsync(connection, draft, terms, caller));
        var row = await offers.FindAsync(connection, draft.Id);
        return TypedResults.Created($"/financing/offers/{draft.Id}", row!.ToResource(asks.Now, (long)asOf.Block, null));
    }

    private static void Check(AskRow ask, OfferTerms terms, PartyId lender)
    {
        if (terms.Lender != lender) throw Invalid($"Its lender is party {terms.Lender}, and you are party {lender}.");
        if (terms.Holder.Value != ask.Holder || terms.Receivable.Value != ask.Receivable || terms.Note.Value != ask.Note || terms.Amount != ask.Amount)
            throw Invalid("Holder, receivable, note and amount are those of the request.");
        if (terms.Debtor is { } debtor && debtor.Value != ask.Debtor) throw Invalid($"The receivable's debtor is party {ask.Debtor}.");
        if (terms.Money == 0) throw Invalid("It brings nothing.");
        if (terms.Seq != ask.Seq) throw new LedgerException("stale-note", $"The note stands at {ask.Seq}, not at {terms.Seq}.", "Sign again with the current sequence number.");
    }

    /// <summary>The holder will sign the pledge: it must lead to the Facility, through the Facility alone, and nowhere else.</summary>
    private static async Task CheckPledgeAsync(DbConnection connection, Loan loan, DeploymentManifest manifest)
    {
        var facility = await PartyFacts.FacilityAsync(connection, manifest);
        var expected = Pledge.For(loan, manifest, facility);
        if (loan.Pledge is not { } pledge || pledge.Contract != expected.Contract || pledge.Message != expected.Message)
            throw Invalid($"The pledge is not the move of the note to the Facility (party {facility}) that this loan needs.");
    }

    /// <summary>The draft with the lender's signature alone and everybody's present key, so that the holder can go on with it.</summary>
    private static async Task<IntentDraft> OwnAsync(DbConnection connection, IntentDraft draft, OfferTerms terms, Caller caller)
    {
        var (holder, lenderEpoch) = await PartyKeysAsync(connection, terms);
        if (terms.LenderEpoch != lenderEpoch || terms.HolderEpoch != holder.Epoch)
            throw new LedgerException("stale-epoch", $"The epochs now are {lenderEpoch} of the lender and {holder.Epoch} of the holder.", "Sign again with the current epochs.");
        var signers = draft.Intent.Signers(draft.Domain);
        var signatures = new byte[]?[signers.Count];
        var keys = draft.Keys.ToArray();
        for (var i = 0; i < signers.Count; i++)
        {
            if (signers[i].Party != caller.Party)
            {
                if (signers[i].Party == terms.Holder) keys[i] = holder.Key;
                continue;
            }
            signatures[i] = draft.Signatures[i] ?? throw new LedgerException("missing-signature", "The lender's signature is missing.", "Sign the draft before you send it.");
            if (draft.Keys[i] != caller.Address) throw new LedgerException("wrong-signer", $"It is signed by {draft.Keys[i]}, and your key is {caller.Address}.", "Sign with the party's current key.");
        }
        return new IntentDraft(draft.Intent, draft.Domain, keys, signatures);
    }

    private static async Task<((Sdk.Ethereum.Address Key, uint Epoch) Holder, uint LenderEpoch)> PartyKeysAsync(DbConnection connection, OfferTerms terms)
    {
        var holder = await PartyFacts.RequireAsync(connection, terms.Holder);
        return ((holder.Key, holder.Epoch), (await PartyFacts.RequireAsync(connection, terms.Lender)).Epoch);
    }

    private static LedgerException Invalid(string what) => new("offer-invalid", what, "Correct the offer and sign it anew.");
}
