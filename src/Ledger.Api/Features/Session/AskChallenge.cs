using System.Security.Cryptography;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Session;

/// <summary><c>POST /session/challenge</c>: what an address must sign to sign in; good once, for five minutes.</summary>
public static class AskChallenge
{
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);

    public sealed record Request(Address Address);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/session/challenge", HandleAsync)
        .WithName("AskChallenge").WithTags("Session").WithSummary("What an address must sign to sign in")
        .Answers(new Request(Example.Account), Example.Typed(31337))
        .Refuses("malformed-json", "unknown-field", "missing-field", "malformed-hex", "unsupported-media-type", "body-too-large");

    internal static SignInMessage Example { get; } =
        new(Address.Parse("0x00000000000000000000000000000000000000aa"), "https://ledger.example", Keccak256.Hash("nonce"u8), 1_772_366_400, 1_772_366_700);

    private static async Task<Ok<TypedSignIn>> HandleAsync(
        Body<Request> body, HttpContext context, Database database, CurrentDeployment deployment, LedgerApiOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var message = new SignInMessage(
            body.Value.Address, options.OriginOf(context.Request), new Hash32(RandomNumberGenerator.GetBytes(32)),
            (ulong)now.ToUnixTimeSeconds(), (ulong)(now + Valid).ToUnixTimeSeconds());
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("delete from captured.challenge where expires < @IssuedAt", message);
        await connection.ExecuteAsync(
            "insert into captured.challenge (nonce, address, origin, issued, expires) values (@Nonce, @Account, @Origin, @IssuedAt, @ExpiresAt)", message);
        return TypedResults.Ok(message.Typed(deployment.Manifest.ChainId));
    }
}
