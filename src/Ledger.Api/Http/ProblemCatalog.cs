using System.Collections.Frozen;

namespace Ledger.Api.Http;

/// <summary>One thing that can go wrong: its stable code, its HTTP status, a short title, and what it means for the caller.</summary>
public sealed record ProblemKind(string Code, int Status, string Title, string Meaning);

/// <summary>The one place that maps every error code to HTTP and says what it means. Served at <c>/problems/{code}</c>.</summary>
public static partial class ProblemCatalog
{
    /// <summary>What an unforeseen failure is called; nothing of its cause leaves the server.</summary>
    public const string Internal = "internal-error";

    private static readonly ProblemKind[] Request =
    [
        new("malformed-request", 400, "The request can't be read", "A path, query or header value has the wrong shape."),
        new("malformed-json", 400, "The body is not valid JSON", "The body is not JSON, repeats a name, or a value has the wrong type; the detail says where."),
        new("unknown-field", 400, "A field is not known", "The body has a field that this request does not take. Nothing is ignored silently, so correct or remove it."),
        new("missing-field", 400, "A field is missing", "A required field is absent or null; the detail names it."),
        new("malformed-hex", 400, "Not hexadecimal of the right length", "Bytes are written as 0x and two digits a byte; the detail names the field and the length it must have."),
        new("invalid-cursor", 400, "The cursor is not one of ours", "A cursor is valid for the list and filter that gave it. Start again without a cursor."),
        new("invalid-identifier", 400, "The identifier is malformed", "A hand-off id, an operation digest or a party number has the wrong form."),
        new("identifier-malformed", 400, "The GS1 identifier is malformed", "An EPC, Digital Link or element string does not have the form it claims to have; the detail says where."),
        new("identifier-check-digit", 400, "The check digit is wrong", "The last digit of a GS1 key does not match the others; the hint says the digit that would."),
        new("identifier-content", 400, "A value breaks its rule", "A value breaks the rule of its application identifier; the detail names both."),
        new("identifier-association", 400, "The element strings don't go together", "Element strings exclude each other, or one needs another that is absent."),
        new("identifier-unsupported", 400, "Not a GS1 key", "The text is well formed, yet not a key that GS1 issues."),
        new("malformed-time", 400, "The time can't be read", "Times are ISO 8601 with a zone, such as 2026-03-01T12:00:00Z, or whole Unix seconds."),
        new("body-too-large", 413, "The body is too large", "The body exceeds what this route takes; the hint says how much that is. Send several smaller ones."),
        new("uri-too-long", 414, "The address is too long", "The path and the query string exceed 16,384 characters. Keep a long query under a name: POST /epcis/v2/queries."),
        new("unsupported-media-type", 415, "The content type is not taken here", "Send application/json; charset, where given, must be utf-8."),
        new("method-not-allowed", 405, "The method is not allowed here", "The path exists with another method; see the Allow header."),
        new("not-acceptable", 406, "No representation fits the Accept header", "Ask for application/json."),
        new("not-found", 404, "There is nothing here", "No route or resource has this address."),
        new("idempotency-key-reused", 422, "The idempotency key belongs to another request", "The same Idempotency-Key was sent before with another body. Use a new key for a new request."),
        new("request-in-progress", 409, "The same request is still running", "A request with this Idempotency-Key has not answered yet. Send it again in a moment."),
        new("rate-limited", 429, "Too many requests", "Wait as many seconds as Retry-After says."),
        new("not-indexed-yet", 504, "The index has not reached that block", "The block in minBlock was not indexed within the wait. Ask again in a moment."),
        new("node-unavailable", 503, "The chain's node does not answer", "The request needs the node, which is away or too slow. Nothing was changed; send it again."),
        new("node-refused", 502, "The chain's node refuses", "The node answers, but not what it should; the operator has to look. Nothing was changed."),
        new("relay-off", 503, "This server relays nothing", "The server has no relayer key. Anyone may submit an intent: use another server, or the contract itself."),
        new("storage-unavailable", 503, "The database does not answer", "Nothing was acknowledged; send it again after as many seconds as Retry-After says."),
        new("shutting-down", 503, "The server is stopping", "Send it again, to this or another instance."),
        new(Internal, 500, "Something failed on our side", "The failure was logged under the trace id given. Nothing of the request was acknowledged."),
    ];

    private static readonly ProblemKind[] Access =
    [
        new("sign-in-required", 401, "Sign in first", "This route needs a bearer token from POST /session or, where it takes them, an API key."),
        new("sign-in-refused", 401, "The sign-in was refused", "The challenge is unknown, used, expired or was issued to another address, or the signature is not that address's."),
        new("api-key-refused", 401, "The API key is not valid", "The Authorization header holds no API key, or one that does not exist; keys look like lk_…_…."),
        new("api-key-expired", 401, "The API key has expired", "Keys end after a year at most. Its party issues a new one."),
        new("api-key-revoked", 401, "The API key was revoked", "Its party revoked the key, or cancelled all its keys by changing its signing key or its epoch."),
        new("insufficient-scope", 403, "The API key is not for this", "The key lacks the scope that this route needs."),
        new("session-required", 403, "No API key may do this", "This route takes the session of a party that signed in with its own key, and no API key."),
        new("too-many-api-keys", 409, "Too many API keys", "A party has at most 100 keys that count. Revoke some."),
        new("not-a-party", 403, "The key belongs to no party", "The address signed in is not the current key of an admitted party."),
        new("indexer-elsewhere", 409, "The indexer runs elsewhere", "This process serves a database that another process indexes."),
        new("party-not-active", 403, "The party is frozen or retired", "A party that is not active can read but not write."),
        new("role-required", 403, "The party lacks the role", "The chain's registry does not give the party the role this route needs."),
    ];

    private static readonly ProblemKind[] Intent =
    [
        new("unknown-type", 400, "No such intent", "The type is not the name of an intent of the Registry or Goods contract."),
        new("malformed-value", 400, "A value has the wrong shape", "A field of the message has the wrong type; the detail names it."),
        new("malformed-number", 400, "Not a number in range", "A number is a non-negative integer that fits its Solidity type; the detail names the field."),
        new("duplicate-field", 400, "A field is given twice", "Every field is given once."),
        new("malformed-signature", 400, "The signature is malformed", "A signature is 65 bytes (r, s, v) or 64 (ERC-2098), with s in the lower half of the curve's order."),
        new("wrong-signature-count", 400, "The number of signatures is wrong", "Each intent needs one signature per party that must agree, in the order of the contract's call."),
        new("oversized-batch", 422, "The batch is too large", "One intent names at most 500 units. Split the batch, or pack the units and move the pallet."),
        new("empty-batch", 422, "The batch is empty", "An intent names at least one unit."),
        new("length-mismatch", 422, "Lists differ in length", "Lists that belong together, such as units and their sequence numbers, have the same length."),
        new("expired", 422, "The intent has expired", "Its deadline has passed. Sign a new one with a later deadline."),
        new("wrong-signer", 422, "Signed by someone else", "A signature does not recover to the current key of the party. It may be signed for another chain or contract, or the message differs."),
        new("not-active", 422, "A party is frozen or retired", "A frozen or retired party's signature counts for nothing; what it holds stays its own."),
        new("unknown-party", 422, "No such party", "The registry has no party of this number."),
        new("unknown-unit", 422, "No such unit", "The unit is not registered on the chain, or was consumed."),
        new("unknown-lot", 422, "No such lot", "The lot is not registered on the chain."),
        new("stale-epoch", 409, "The party cancelled what it had signed", "The party's epoch rose after the signature, by a change of key, role or status, or on purpose. Sign again with the current epoch."),
        new("stale-sequence", 409, "The unit has changed since", "The signature was made for an earlier (or later) state of the unit. It was used already, or something else happened first. Sign again with the current sequence number."),
        new("not-custodian", 422, "The unit is held by another", "Only the party that holds the unit may do this."),
        new("unit-packed", 422, "The unit is packed", "A packed unit moves only with its parent. Unpack it first, or move the parent."),
        new("not-packed-in", 422, "The unit is not in that parent", "The unit's parent on the chain is another, or it is not packed."),
        new("not-empty", 422, "The unit still holds others", "Unpack what it contains first."),
        new("already-registered", 409, "Already registered", "A unit, lot, key or party with this id exists."),
        new("exceeds", 422, "More than there is", "The amount exceeds what the unit, lot or note has left."),
        new("not-title-owner", 422, "The title belongs to another", "Only the owner of the note may do this."),
        new("not-issuer", 422, "The lot was issued by another", "Only the lot's issuer may do this."),
        new("missing-role", 422, "The party lacks the role on chain", "The registry does not give the signing party the role this intent needs."),
        new("same-party", 422, "Both sides are the same party", "A hand-off has two different parties."),
        new("lot-mismatch", 422, "The lots differ", "Only parts of one lot merge."),
        new("zero-amount", 422, "The amount is zero", "An amount is at least 1."),
        new("batch-size", 422, "The batch is empty or too large", "One intent names 1 to 500 units. Split the batch, or pack the units and move the pallet."),
        new("same-object", 422, "Twice the same", "A unit or note can't be merged into itself, or named twice."),
        new("unit-consumed", 422, "The unit is used up", "The unit was consumed, or merged into another; it ends there."),
        new("title-ended", 422, "The note is used up", "The note was moved whole, merged or used up; it ends there."),
        new("condition-mismatch", 422, "The conditions differ", "Units merge only where the last report of both says the same."),
        new("unknown-condition", 422, "No such condition", "Conditions are 0 to 7: none, damaged, short, temperature excursion, tampered, disputed, lost, destroyed."),
        new("not-attester", 422, "The device may not attest this", "The device is not admitted for this party, or not for this kind of report."),
        new("not-next-party", 409, "The party's number is not the next", "Parties are numbered in order; another was admitted in between. Sign again with the next number."),
        new("key-used", 409, "The key is another party's", "A key signs for one party only."),
        new("no-key", 422, "There is no key", "A party's key can't be the zero address."),
        new("wrong-status", 409, "The status can't change so", "A party is active, frozen or retired; retired is final, and a change must change something."),
        new("own-authority", 422, "Nobody judges itself", "A registrar or regulator can't change its own status or roles so."),
        new("device-taken", 409, "The device is another party's", "A device belongs to one party."),
        new("stale-device", 409, "The device has changed since", "The signature was made for another state of the device. Sign again with its current sequence number."),
        new("bad-threshold", 422, "No possible quorum", "A council needs one member's signature at least, and no more than it has members."),
        new("bad-member", 422, "No possible member", "Members of a council are parties, named once each, in rising order."),
        new("already-anchored", 409, "Anchored already", "This publisher has anchored this root before."),
        new("empty-tree", 422, "The tree is empty", "An anchor covers at least one commitment."),
        new("counter-exhausted", 422, "The counter is exhausted", "The sequence number has reached its end; the unit can't change any more."),
        new("contract-reverted", 422, "The contract refused", "The contract refuses the intent; the detail carries its decoded error."),
        new("chain-mismatch", 503, "The node serves another chain", "The node's chain or genesis is not the one this deployment belongs to."),
        new("chain-replaced", 409, "The chain was replaced", "The operation was submitted to a chain or deployment that no longer stands behind this server."),
        new("operation-dropped", 409, "The transaction could not be mined", "The node refused the transaction for good. Submit the intent again."),
    ];

    private static readonly ProblemKind[] Links =
    [
        new("links-invalid", 400, "The links break a rule", "A link has no title or type, leads elsewhere than to http or https, or the default is missing; the detail says where."),
        new("links-changed", 412, "The links have changed since", "If-Match names a version that is not the current one. Nothing was changed: read again and decide anew."),
        new("not-the-owner", 403, "The key belongs to another party", "Only one party sets the links of a key: the one whose identity names its company prefix, else the first that did."),
        new("no-such-link", 404, "There is no such link", "Nothing is registered for this identifier, or no link of the type asked for; the hint names the types that there are."),
    ];

    private static readonly ProblemKind[] Documents =
    [
        new("epcis-invalid", 400, "The document is not valid EPCIS 2.0", "The document breaks the standard's schema or rules; values lists every place (a JSON pointer) and what is wrong there."),
        new("too-many-events", 413, "The document has too many events", "One document has at most as many events as GS1-EPCIS-Capture-Limit announces. Send several."),
        new("event-exists", 409, "The event exists", "An event with this eventID was captured before, with the same content. POST /epcis/v2/capture takes it again and leaves it as it is."),
        new("capture-signature-mismatch", 403, "The signature is not the party's", "Ledger-Capture-Signature is not by the party's current key over the event hashes of this document; nothing was captured."),
        new("query-parameter", 400, "A parameter of the query is wrong", "A parameter is unknown, or has a value that it does not take; the detail names it (EPCIS: QueryParameterException)."),
        new("query-too-large", 413, "More events fit than maxEventCount allows", "The query asks for an error instead of so many events (EPCIS: QueryTooLargeException)."),
        new("query-too-complex", 413, "The query takes too long", "The query can't be answered from an index within the time allowed; narrow it (EPCIS: QueryTooComplexException)."),
        new("query-exists", 409, "A query of this name exists", "Names of queries are one for all parties (EPCIS: DuplicateNameException)."),
        new("no-such-query", 404, "There is no query of this name", "No query is kept under this name (EPCIS: NoSuchNameException)."),
        new("event-conflict", 409, "The event exists with other content", "An event with this eventID was captured before, with other content. Captured events never change: send a correction event."),
        new("identity-mismatch", 422, "The document does not open the identity", "Salt and document do not hash to the commitment that the chain has of the party."),
        new("not-anchored", 409, "Not anchored yet", "The event is stored but its anchor is not in the chain yet. Ask again in a moment."),
        new("not-confirmed", 409, "Not in the chain yet", "The hand-off's transaction is not confirmed yet, so there is nothing to prove. Ask again in a moment."),
        new("unknown-transaction", 404, "The transaction is in no block", "The chain has no such transaction, or has it in no block yet."),
        new("not-provable", 422, "There is no proof of this kind", "The transaction is no single hand-off given to the contract, or a contract account signed, which only the chain itself can check."),
        new("subscription-invalid", 400, "The subscription is invalid", "A subscription either streams or has a schedule whose fields are lists of numbers and ranges; the detail names the field (EPCIS: SubscriptionControlsException)."),
        new("destination-refused", 400, "The destination is refused", "Webhooks go to public addresses by https only, without credentials in the URL; the detail says why this one is none."),
        new("subscription-limit", 403, "Too many subscriptions", "The party has as many subscriptions, or open sockets, as one may have. End one first (EPCIS: SecurityException)."),
        new("proof-unavailable", 502, "The node's answers don't add up", "What the node answered does not hash to the block's roots; the operator has to look."),
    ];

    private static readonly ProblemKind[] Confidential =
    [
        new("visibility-invalid", 400, "The visibility is not understood", "Ledger-Visibility, and a party's policy, are an audience (public, private, custody, parties:3,5), then group=audience for what differs, parted by semicolons."),
        new("confidentiality-off", 503, "Nothing confidential is captured here", "The server has no master key. It captures what is public; ask the operator for a key, or capture with Ledger-Visibility: public."),
        new("confidentiality-key-invalid", 503, "The master key can't be read", "The server does not start: the file that its options name has no master key."),
        new("confidentiality-key-mismatch", 503, "The master key is another", "The server does not start: the database was written with another master key."),
        new("development-key", 503, "A published key", "The server does not start: a key that is printed in manuals or in the source protects nothing outside development."),
        new("generation-stale", 409, "Not the next generation", "The generations of a party's encryption keys follow each other without a gap; another was registered meanwhile."),
        new("key-elsewhere", 409, "The key is elsewhere", "The party holds its encryption key itself, so that only it can wrap the event's keys for others."),
        new("other-party", 403, "It belongs to another party", "Policies and keys are seen and set by the party whose they are."),
    ];

    /// <summary>Every code.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } = [.. Request, .. Access, .. Intent, .. Money, .. Financing, .. Files, .. Links, .. Documents, .. Confidential, .. Credit];

    private static readonly FrozenDictionary<string, ProblemKind> ByCode = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>The row of a code; that of <see cref="Internal"/> for a code that is not listed.</summary>
    public static ProblemKind Of(string code) => ByCode.TryGetValue(code, out var kind) ? kind : ByCode[Internal];

    /// <summary>Whether a code is listed.</summary>
    public static bool Knows(string code) => ByCode.ContainsKey(code);
}
