using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>POST /payouts</c>: a party asks its bank to pay money out. The answer has the Burn for both to sign, whose reference says where the money goes.</summary>
public static class RequestPayout
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/payouts", HandleAsync)
        .WithName("RequestPayout").WithTags("Payouts").WithSummary("Asks a bank to pay out; the Burn in the answer is for both to sign").WithMetadata(new Idempotent())
        .Produces<Payout>(201).Answers(new PayoutRequest(new PartyId(4), 25_000, "Farm", "DE02120300000000202051", null, "March"), StoredPayout.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large", "unknown-party", "payment-invalid",
            "not-indexed-yet", "idempotency-key-reused", "request-in-progress");

    private static async Task<Created<Payout>> HandleAsync(Body<PayoutRequest> body, Caller caller, CurrentDeployment deployment, FileDrafts drafts, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        caller.Require();
        var (asked, currency, now) = (body.Value, deployment.Manifest.Currency.Code.ToString(), time.GetUtcNow());
        var id = $"LP-{Guid.CreateVersion7(now):n}";
        var account = new PaymentAccount(asked.Name, BankAccounts.Normalise(asked.Account), asked.Bic);
        new PaymentInitiation(id, now, DateOnly.FromDateTime(now.UtcDateTime), account, currency, [new CreditTransfer(id, asked.Amount, account, asked.Remittance)]).Check();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var roles = await connection.ExecuteScalarAsync<long?>("select roles from projection.party where id = @bank", new { bank = (long)asked.Bank.Value });
        if (roles is not { } given || ((PartyRoles)given & PartyRoles.Bank) == 0) throw new LedgerException("unknown-party", $"Party {asked.Bank} is no bank.");
        var row = new StoredPayout
        {
            Id = id,
            Party = (long)caller.Party.Value,
            Bank = (long)asked.Bank.Value,
            Amount = asked.Amount,
            Currency = currency,
            Name = asked.Name,
            Account = account.Account,
            Bic = asked.Bic,
            Remittance = asked.Remittance,
            Reference = BankReference.OfPayout(id, caller.Party, asked.Bank, asked.Amount, currency, account),
            Created = now.ToUnixTimeSeconds(),
        };
        await connection.ExecuteAsync("""
            insert into captured.payout (id, party, bank, amount, currency, name, account, bic, remittance, reference, created)
            values (@Id, @Party, @Bank, @Amount, @Currency, @Name, @Account, @Bic, @Remittance, @Reference, @Created)
            """, row);
        var signers = await FileDrafts.SignersAsync(connection, [row.Party, row.Bank]);
        return TypedResults.Created($"/payouts?id={id}", row.ToResource(drafts.Burn(row.Party, row.Bank, row.Amount, row.Reference, signers, asOf.Time)));
    }
}
