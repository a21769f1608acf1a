using System.Reflection;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Intents;

/// <summary><c>POST /intents</c>: takes over a signed intent, durably, and relays it. The same intent twice is one operation.</summary>
public static class SubmitIntent
{
    private const int MaxBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/intents", HandleAsync)
        .WithName("SubmitIntent").WithTags("Intents").WithSummary("Relays a signed intent: registration, hand-off, packing, recall, order, payment, loan…")
        .WithDescription($"type is one of {string.Join(", ", IntentTypes.Names)}; message has the fields of that EIP-712 struct; enclosures what the call needs beside it (an order's terms, a delivery, a loan); signatures are in the order of the contract's call.")
        .Accepts<Request>("application/json").WithMetadata(new Idempotent()).Limit(MaxBody)
        .Answers(Example, new Operation(Keccak256.Hash("digest"u8), "HandOff", OperationState.Submitted))
        .Refuses("malformed-json", "unknown-field", "missing-field", "duplicate-field", "malformed-hex", "malformed-value", "malformed-number", "unknown-type",
            "wrong-signature-count", "malformed-signature", "oversized-batch", "empty-batch", "length-mismatch", "unsupported-media-type", "body-too-large",
            "expired", "wrong-signer", "not-active", "unknown-party", "unknown-unit", "unknown-lot", "stale-epoch", "stale-sequence", "not-custodian", "unit-packed",
            "missing-role", "already-registered", "exceeds", "contract-reverted", "chain-mismatch", "node-unavailable", "relay-off", "idempotency-key-reused", "request-in-progress",
            "enclosure-mismatch", "not-this-delivery", "bad-terms", "bad-loan", "no-amount", "insufficient-cash", "already-issued", "stale-note", "stale-order", "stale-position",
            "limit-exceeded", "already-matched", "already-opened", "order-is-disputed", "receivable-disputed", "reference-used",
            "too-early", "too-late", "no-quorum", "not-attesting", "not-arrived", "bad-condition", "not-handed-over", "exceeds-order", "not-disputed", "not-of-order",
            "amount-above-order", "order-closed");

    /// <summary>A signed intent.</summary>
    public sealed record Request(
        string Type, IReadOnlyDictionary<string, object> Message, IReadOnlyList<string> Signatures, IReadOnlyDictionary<string, object>? Enclosures = null);

    private static object Example => new
    {
        type = "HandOff",
        message = new HandOff(new PartyId(2), new PartyId(3), new UnitId(Keccak256.Hash("unit"u8)), 1, 1, 1, Hash32.Zero, 1_772_370_000),
        signatures = new[] { "0x" + new string('1', 130), "0x" + new string('2', 130) },
    };

    private static async Task<Accepted<Operation>> HandleAsync(
        HttpContext context, RelayStore store, Database database, CurrentDeployment deployment, RelayAccount account, ChainGuard guard, Preflight preflight,
        RelaySignal signal)
    {
        var body = await BodyReader.ReadBytesAsync(context);
        var signed = Parse(body);
        var (intent, target) = (signed.Intent, deployment.Manifest.AddressOf(signed.Intent.Target));
        var id = intent.OperationId(deployment.Manifest.DomainOf(intent.Contract));
        var cancellation = context.RequestAborted;
        var row = await FindAsync();
        try
        {
            if (row is null)
            {
                var relayer = account.Address ?? throw new LedgerException("relay-off", "This server relays nothing: it has no relayer key.", "Use another server, or submit to the contract yourself.");
                RefuseMalformed(signed.Signatures);
                preflight.RefuseExpired(intent);
                await guard.CheckAsync(cancellation);
                var data = signed.Calldata();
                var gas = await preflight.EstimateAsync(relayer, target, data, cancellation);
                await using var connection = await database.OpenAsync(Access.Captured, cancellation);
                row = await store.AddAsync(connection, id, intent.Type, signed.ToJson(), target, data, gas);
                signal.Set();
            }
        }
        catch (LedgerException)
        {
            // The contract refuses what another server has submitted meanwhile.
            row = await FindAsync();
            if (row is null) throw;
        }
        return TypedResults.Accepted($"/operations/{id}", row.ToResource());

        async Task<OperationRow?> FindAsync() => await store.FindAsync(id, cancellation) is { State: not RelayState.Failed } found ? found : null;
    }

    private static SignedIntent Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            return SignedIntent.Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw BodyReader.AsLedger(BodyReader.Explain(exception));
        }
    }

    /// <summary>A signature of the length of a key's must be one; longer ones are for contract accounts to judge.</summary>
    private static void RefuseMalformed(IReadOnlyList<byte[]> signatures)
    {
        for (var i = 0; i < signatures.Count; i++)
            if (signatures[i].Length is 64 or 65 && !Signature.TryParse(signatures[i], out _))
                throw new LedgerException("malformed-signature", $"signatures[{i}] is no signature: r and s must be in range, s in the lower half of the order, v 27, 28, 0 or 1.", "Sign again; a signature with a high s is refused by the contract as well.");
    }
}
