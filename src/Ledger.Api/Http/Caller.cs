using System.Diagnostics.CodeAnalysis;
using Ledger.Api.Authentication;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Http;

/// <summary>The party behind the token of a session, or behind an API key. Party, roles and status are read from the chain's projections at every request, so a freeze counts at once.</summary>
/// <param name="Address">The party's current key.</param>
/// <param name="Party">The party whose current key it is.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Status">Its status.</param>
public sealed record Caller(Address Address, PartyId Party, PartyRoles Roles, PartyStatus Status)
{
    private static readonly ReadBatch ByKey = new("select id, roles, status from projection.party where address = @address", "address");

    /// <summary>What the API key may be used for; null for a session, which may do everything.</summary>
    public IReadOnlyList<ApiScope>? Scopes { get; init; }

    /// <summary>Binds the parameter of a handler that needs a party signed in, of whatever status. API keys count where the route says which it <see cref="RouteScopes.Needs"/>.</summary>
    /// <exception cref="LedgerException"><c>sign-in-required</c>, <c>not-a-party</c>, or what is wrong with the API key.</exception>
    public static async ValueTask<Caller?> BindAsync(HttpContext context)
    {
        if (ApiKeyHandler.Refusal(context) is { } refusal) throw refusal;
        if (context.Features.Get<Caller>() is { } machine)
        {
            RouteScopes.Check(context, machine.Scopes, otherwise: null);
            return machine;
        }
        if (context.User.Identity is not { IsAuthenticated: true, Name: { } name } || !Address.TryParse(name, out var address))
            throw new LedgerException("sign-in-required", "This needs a party signed in.", "Sign in at POST /session/challenge and POST /session and pass the token as Authorization: Bearer, or send an API key as Bearer or HTTP Basic.");
        await using var connection = await context.RequestServices.GetRequiredService<Database>().OpenAsync(cancellationToken: context.RequestAborted);
        return await FindAsync(connection, address)
            ?? throw new LedgerException("not-a-party", $"The address {address} is not the current key of any party.", "A key that was replaced no longer counts.");
    }

    /// <summary>The party whose current key an address is; null where there is none.</summary>
    public static async Task<Caller?> FindAsync(System.Data.Common.DbConnection connection, Address address)
    {
        await using var answers = await ByKey.ExecuteAsync(connection, [address.ToArray()]);
        return await answers.FirstAsync<(long Id, long Roles, long Status)?>() is { } found ? new Caller(address, new PartyId((ulong)found.Id), (PartyRoles)found.Roles, (PartyStatus)found.Status) : null;
    }

    /// <summary>Whether it may do what the scope is for: a session may do everything.</summary>
    public bool Allows(ApiScope scope) => Scopes?.Contains(scope) ?? true;

    /// <summary>Refuses a party that is not active, or lacks every one of the roles.</summary>
    /// <exception cref="LedgerException"><c>party-not-active</c>, <c>role-required</c>.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = "Reads the record.")]
    public Caller Require(PartyRoles anyOf = PartyRoles.None)
    {
        if (Status != PartyStatus.Active)
            throw new LedgerException("party-not-active", $"Party {Party} is {Status.ToString().ToLowerInvariant()}.", "It can read, but not write. Ask the registrar.");
        if (anyOf != PartyRoles.None && (Roles & anyOf) == 0)
            throw new LedgerException("role-required", $"Party {Party} is not {anyOf}.", "Roles are given by a registrar, on chain.");
        return this;
    }
}
