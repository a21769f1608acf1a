using Dapper;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>PUT /bank-movements/{id}/party</c>: the bank says whose an unmatched credit is; then it is to be issued like the others.</summary>
public static class AssignMovement
{
    /// <summary>Whose it is.</summary>
    public sealed record Request(string Party);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/bank-movements/{id}/party", HandleAsync)
        .WithName("AssignMovement").WithTags("Imports").WithSummary("Says whose an unmatched credit is")
        .Answers(new Request("2"), StoredMovement.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "role-required", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large",
            "invalid-identifier", "not-found", "unknown-party");

    private static async Task<Ok<ImportedMovement>> HandleAsync(string id, Body<Request> body, Caller caller, Database database, CancellationToken cancellationToken)
    {
        caller.Require(PartyRoles.Bank);
        var party = ShowParty.ParseId(body.Value.Party);
        if (!long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            throw new LedgerException("invalid-identifier", $"'{id}' is no number of a movement.");
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var (found, why) = await new PartyBook(connection).FindAsync(PartyReference.Of(party));
        if (found is null) throw new LedgerException("unknown-party", why ?? $"There is no party {party}.");
        var values = new { number, bank = (long)caller.Party.Value, party = (long)party.Value };
        // What is taken back, or not told apart, is nobody's; a batch of several payments is no one party's.
        var changed = await connection.ExecuteAsync("update captured.bank_movement set state = 1, party = @party, why = null where id = @number and bank = @bank and state = 3 and credit = 1 and reversal = 0", values);
        if (changed == 0) throw new LedgerException("not-found", $"Movement {id} is no unmatched credit of an account of party {caller.Party}.", "GET /bank-movements?state=unmatched lists them.");
        var row = await connection.QuerySingleAsync<StoredMovement>($"{StoredMovement.Select} where m.id = @number", values);
        return TypedResults.Ok(row.ToResource(null));
    }
}
