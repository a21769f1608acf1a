using System.Security.Claims;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Ledger.Api.Features.Session;

/// <summary><c>POST /session</c>: a signed challenge for a bearer token.</summary>
public static class SignIn
{
    private static readonly TimeSpan Valid = TimeSpan.FromHours(1);

    public sealed record Request(Address Address, SignInMessage Message, string Signature);

    /// <summary>A bearer token.</summary>
    /// <param name="TokenType">Always <c>Bearer</c>.</param>
    /// <param name="AccessToken">To be sent as <c>Authorization: Bearer …</c>.</param>
    /// <param name="Expires">Unix seconds.</param>
    public sealed record Token(string TokenType, string AccessToken, ulong Expires);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/session", HandleAsync)
        .WithName("SignIn").WithTags("Session").WithSummary("A signed challenge for a bearer token")
        .Answers(new Request(AskChallenge.Example.Account, AskChallenge.Example, "0x" + new string('1', 130)),
            new Token("Bearer", "CfDJ8…", 1_772_370_000))
        .Refuses("malformed-json", "unknown-field", "missing-field", "malformed-hex", "malformed-signature", "unsupported-media-type", "body-too-large", "sign-in-refused");

    private static async Task<Ok<Token>> HandleAsync(
        Body<Request> body, HttpContext context, Database database, CurrentDeployment deployment, LedgerApiOptions options,
        IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider time)
    {
        var (address, message, text) = body.Value;
        if (!Hex.TryDecode(text, out var bytes) || !Signature.TryParse(bytes, out var signature))
            throw new LedgerException("malformed-signature", "The signature is not 65 or 64 bytes of a secp256k1 signature.", "Sign the challenge as EIP-712 typed data.");
        var now = time.GetUtcNow();
        if (message.Account != address || message.Origin != options.OriginOf(context.Request) || !signature.TryRecover(message.Digest(deployment.Manifest.ChainId), out var signer) || signer != address)
            throw Refused("The signature is not this address's over this message.");
        if (!await UseAsync(database, message, now)) throw Refused("The challenge is unknown, was used, or has expired.");
        var expires = now + Valid;
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, address.ToString())], BearerTokenDefaults.AuthenticationScheme));
        var ticket = new AuthenticationTicket(principal, new AuthenticationProperties { ExpiresUtc = expires }, $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Token("Bearer", bearer.Get(BearerTokenDefaults.AuthenticationScheme).BearerTokenProtector.Protect(ticket), (ulong)expires.ToUnixTimeSeconds()));
    }

    /// <summary>Marks the challenge used: one update, so that of two requests at once one wins.</summary>
    private static async Task<bool> UseAsync(Database database, SignInMessage message, DateTimeOffset now)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        return await connection.ExecuteAsync("""
            update captured.challenge set used = @now
            where nonce = @Nonce and address = @Account and origin = @Origin and issued = @IssuedAt and expires = @ExpiresAt and used is null and expires >= @now
            """, new { message.Nonce, message.Account, message.Origin, message.IssuedAt, message.ExpiresAt, now = now.ToUnixTimeSeconds() }) == 1;
    }

    private static LedgerException Refused(string why) => new("sign-in-refused", why, "Ask for a new challenge and sign it with the party's current key.");
}
