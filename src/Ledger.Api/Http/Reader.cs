using Ledger.Api.Authentication;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Http;

/// <summary>Who reads: a party that is signed in, or the public.</summary>
/// <param name="Party">Null for the public.</param>
public sealed record Reader(PartyId? Party)
{
    /// <summary>Whoever is not signed in.</summary>
    public static Reader Public { get; } = new((PartyId?)null);

    /// <summary>Binds the parameter of a handler that anybody may ask, and that shows a party more.</summary>
    /// <remarks>Of API keys those with the scope query, unless the route says otherwise.</remarks>
    /// <exception cref="LedgerException"><c>sign-in-required</c>: credentials were sent, but they do not count, so that the answer would hold less than expected.</exception>
    public static async ValueTask<Reader?> BindAsync(HttpContext context)
    {
        if (ApiKeyHandler.Refusal(context) is { } refusal) throw refusal;
        if (context.Features.Get<Caller>() is { } machine)
        {
            RouteScopes.Check(context, machine.Scopes, ApiScope.Query);
            return new Reader(machine.Party);
        }
        if (context.User.Identity is { IsAuthenticated: true, Name: { } name } && Address.TryParse(name, out var address))
        {
            await using var connection = await context.RequestServices.GetRequiredService<Database>().OpenAsync(cancellationToken: context.RequestAborted);
            return new Reader((await Caller.FindAsync(connection, address))?.Party);
        }
        if (context.Request.Headers.Authorization.Count == 0) return Public;
        throw new LedgerException("sign-in-required", "The credentials do not count any more.", "Sign in again, or ask without credentials for what is public.");
    }
}
