namespace Ledger.Api.Http;

/// <content>What asks, offers, policies and programmes of early payment refuse.</content>
public static partial class ProblemCatalog
{
    private static ProblemKind[] Financing =>
    [
        new("ask-over", 409, "The request takes no offers any more", "It was closed, has expired, or an offer was accepted."),
        new("offer-invalid", 422, "The offer does not answer the request", "An offer is a sale or a loan of exactly the note and amount that were asked for, to their holder, by the lender that is signed in; the detail says what differs."),
        new("offer-withdrawn", 409, "The offer was taken back", "The lender withdrew the offer before it was accepted."),
        new("already-accepted", 409, "An offer was accepted already", "Of all offers for a note as it stands one is accepted; the detail names it. If the chain refuses that one, the others can be accepted again."),
        new("missing-signature", 400, "A signature is missing", "The party that sends this signs it first."),
        new("policy-invalid", 400, "The policy is not valid", "The document is no policy of format 1; the detail says what is wrong."),
        new("nothing-awarded", 409, "Nothing was awarded", "Before the cut-off nothing is; after it, those who gave up most were served, and an award lapses when its note changes."),
        new("programme-over", 409, "The programme's cut-off has passed", "Rates are named before the cut-off; then the cash is divided."),
    ];
}
