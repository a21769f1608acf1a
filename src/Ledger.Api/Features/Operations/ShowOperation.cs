using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Operations;

/// <summary><c>GET /operations/{digest}</c>: how far the relay of an intent has come.</summary>
public static class ShowOperation
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/operations/{digest}", HandleAsync)
        .WithName("ShowOperation").WithTags("Intents").WithSummary("How far the relay of an intent has come")
        .WithDescription("submitted → confirmed → finalized, or failed with the contract's reason. A reorganisation of the chain takes confirmed back to submitted. ?wait=SECONDS (at most 30) answers once it is past submitted.")
        .Answers(new Operation(Keccak256.Hash("digest"u8), "HandOff", OperationState.Confirmed, Keccak256.Hash("transaction"u8), 1042)).Refuses("malformed-hex", "malformed-request", "not-found");

    private static async Task<Ok<Operation>> HandleAsync(string digest, int? wait, RelayStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Hash32.TryParse(digest, out var id)) throw new LedgerException("malformed-hex", $"An operation's id is 0x and 64 hexadecimal digits, not '{digest}'.");
        if (wait is < 0) throw new LedgerException("malformed-request", "wait is a number of seconds.");
        var longest = TimeSpan.FromSeconds(Math.Min(wait ?? 0, (int)LongestWait.TotalSeconds));
        for (var start = time.GetTimestamp(); ;)
        {
            var operation = (await store.FindAsync(id, cancellationToken))?.ToResource()
                ?? throw new LedgerException("not-found", $"No operation {id} was submitted here.", "The id is the intent's EIP-712 digest; POST /intents answers it.");
            if (operation.Status != OperationState.Submitted || time.GetElapsedTime(start) >= longest) return TypedResults.Ok(operation);
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }
}
