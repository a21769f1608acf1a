using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>POST /financing/offers/{id}/accept</c>: the holder's signatures make the offer an intent, which is relayed: once, whatever happens meanwhile.</summary>
public static class AcceptOffer
{
    /// <summary>The holder's consent.</summary>
    /// <param name="Signatures">In the order of the draft's signers; null where the lender's is.</param>
    public sealed record Request(IReadOnlyList<string?> Signatures);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/financing/offers/{id}/accept", HandleAsync)
        .WithName("AcceptOffer").WithTags("Financing").WithSummary("The holder's signatures make the offer an intent, which is relayed once")
        .WithDescription("Of all offers for a note as it stands, one is accepted; it is stored together with its operation before this answers. A refusal of the chain opens the offers again.")
        .WithMetadata(new Idempotent())
        .Answers(new Request(["0x" + new string('2', 130), null]), new Operation(FinancingExamples.Offer.Id, "Sale", OperationState.Submitted))
        .Refuses("sign-in-required", "session-required", "not-a-party", "not-found", "already-accepted", "offer-withdrawn", "expired", "stale-epoch", "stale-note",
            "wrong-signature-count", "missing-signature", "malformed-signature", "malformed-hex", "wrong-signer", "insufficient-cash", "limit-exceeded", "not-active", "receivable-disputed",
            "bad-loan", "contract-reverted", "node-unavailable", "chain-mismatch", "relay-off", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large",
            "idempotency-key-reused", "request-in-progress", "not-indexed-yet");

    private static async Task<Accepted<Operation>> HandleAsync(
        string id, Caller caller, Body<Request> body, HttpContext context, Database database, AskStore asks, OfferStore offers, CurrentDeployment deployment, RelayAccount account,
        ChainGuard guard, Preflight preflight, RelaySignal signal)
    {
        var cancellation = context.RequestAborted;
        await using var connection = await database.OpenAsync(cancellationToken: cancellation);
        var asOf = await Head.RequireAsync(connection);
        var offer = await offers.FindAsync(connection, ShowOffer.ParseId(id));
        if (offer is null || offer.Holder != caller.Party.Value) throw FinancingExamples.NotFound($"offer {id}");
        Refuse(offer, offer.State(asks.Now, (long)asOf.Block));
        var signed = Complete(offer.Intent, body.Value.Signatures);
        var relayer = account.Address ?? throw new LedgerException("relay-off", "This server relays nothing: it has no relayer key.", "Submit the signed draft to the contract yourself.");
        await guard.CheckAsync(cancellation);
        var (target, data) = (deployment.Manifest.AddressOf(signed.Intent.Contract), signed.Calldata());
        var gas = await preflight.EstimateAsync(relayer, target, data, cancellation);
        var row = await offers.AcceptAsync(offer, signed, target, data, gas, cancellation);
        signal.Set();
        return TypedResults.Accepted($"/operations/{offer.Id}", row.ToResource());
    }

    private static void Refuse(OfferRow offer, OfferState state)
    {
        switch (state)
        {
            case OfferState.Open:
                return;
            case OfferState.Accepted or OfferState.Funded:
                throw OfferStore.AlreadyAccepted(offer.Id, offer.Accepted ?? 0);
            case OfferState.Withdrawn:
                throw new LedgerException("offer-withdrawn", "The lender took this offer back.", "Ask for the offers again.");
            case OfferState.Expired:
                throw new LedgerException("expired", $"The offer counted until {DateTimeOffset.FromUnixTimeSeconds((long)offer.Deadline):O}.", "Ask the lender for a new one.");
            case OfferState.Cancelled:
                throw new LedgerException("stale-epoch", "Lender or holder has raised its epoch since: what it had signed counts no longer.", "Ask the lender for a new offer.");
            default:
                throw new LedgerException("stale-note", "The note has changed since the offer was made.", "Ask for offers on the note as it is now.");
        }
    }

    private static SignedIntent Complete(IntentDraft draft, IReadOnlyList<string?> given)
    {
        if (given.Count != draft.Signatures.Count)
            throw new LedgerException("wrong-signature-count", $"{draft.Intent.Type} needs {draft.Signatures.Count} signatures.", "Send null where the lender's is.");
        var signatures = new byte[draft.Signatures.Count][];
        for (var i = 0; i < signatures.Length; i++)
        {
            if (draft.Signatures[i] is { } lenders) signatures[i] = lenders;
            else if (given[i] is not { } text) throw new LedgerException("missing-signature", $"signatures[{i}] is missing.", "Sign the draft that the offer carries.");
            else if (!Hex.TryDecode(text, out signatures[i]!)) throw new LedgerException("malformed-hex", $"signatures[{i}] is no hexadecimal data.");
            else if (signatures[i].Length is 64 or 65 && !Signature.TryParse(signatures[i], out _)) throw new LedgerException("malformed-signature", $"signatures[{i}] is no signature.");
        }
        return new SignedIntent(draft.Intent, signatures);
    }
}
