using System.Data.Common;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>POST /payment-orders</c>: a bank takes all payouts whose money is burned into one pain.001. Each payout is in one order, so that nothing is paid twice.</summary>
public static class OrderPayments
{
    private const int Most = 10_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/payment-orders", HandleAsync)
        .WithName("OrderPayments").WithTags("Payouts").WithSummary("Orders the payouts whose money is burned, at most 10,000; GET /exports/pain.001?order= has the document").WithMetadata(new Idempotent())
        .Produces<PaymentOrder>(201)
        .Answers(new PaymentOrderRequest("Bank", "DE02120300000000202051", "BYLADEM1001", new DateOnly(2026, 3, 2)), new PaymentOrder("LO-0198c5f0a1b27c3d8e4f5a6b7c8d9e0f", 1, "250.00", "CNY", new DateOnly(2026, 3, 2), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400)))
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "role-required", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large", "payment-invalid",
            "nothing-to-pay", "idempotency-key-reused", "request-in-progress");

    private static async Task<Created<PaymentOrder>> HandleAsync(Body<PaymentOrderRequest> body, Caller caller, CurrentDeployment deployment, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        caller.Require(PartyRoles.Bank);
        var (asked, now, currency) = (body.Value, time.GetUtcNow(), deployment.Manifest.Currency.Code.ToString());
        var values = new
        {
            id = $"LO-{Guid.CreateVersion7(now):n}",
            bank = (long)caller.Party.Value,
            asked.Name,
            Account = BankAccounts.Normalise(asked.Account),
            asked.Bic,
            execution = (long)((asked.Execution ?? DateOnly.FromDateTime(now.UtcDateTime)).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            created = now.ToUnixTimeSeconds(),
            Most,
        };
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("insert into captured.payment_order (id, bank, name, account, bic, execution, created) values (@id, @bank, @Name, @Account, @Bic, @execution, @created)", values);
        // The condition stands in the update too: of two orders at once one waits for the other's rows, and then looks again.
        await connection.ExecuteAsync($"""
            update captured.payout set payment = @id where payment is null and paid is null and id in (
              select p.id from captured.payout p where p.bank = @bank and p.payment is null and p.paid is null and {StoredPayout.Burned} order by p.created, p.id limit @Most)
            """, values);
        var payment = await ReadAsync(connection, values.id, caller.Party, currency);
        if (payment.Transfers.Count == 0) throw new LedgerException("nothing-to-pay", "No payout whose money is burned waits.", "Party and bank sign the Burn of a payout first: GET /payouts.");
        payment.Check();
        await transaction.CommitAsync(cancellationToken);
        var sum = payment.Transfers.Aggregate((Int128)0, (sum, transfer) => sum + transfer.Amount);
        return TypedResults.Created(
            $"/exports/pain.001?order={values.id}", new PaymentOrder(values.id, payment.Transfers.Count, MinorUnits.Format(sum, Iso4217.ExponentOf(currency)), currency, payment.ExecutionDate, payment.Created));
    }

    /// <summary>An order of a bank with its payments.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    internal static async Task<PaymentInitiation> ReadAsync(DbConnection connection, string id, PartyId bank, string currency)
    {
        var order = await connection.QuerySingleOrDefaultAsync<(string Name, string Account, string? Bic, long Execution, long Created)?>(
            "select name, account, bic, execution, created from captured.payment_order where id = @id and bank = @bank", new { id, bank = (long)bank.Value })
            ?? throw new LedgerException("not-found", $"Party {bank} has no payment order '{id}'.", "POST /payment-orders makes one.");
        var rows = await connection.QueryAsync<StoredPayout>($"{StoredPayout.Select} where p.payment = @id order by p.id", new { id });
        return new PaymentInitiation(
            id, DateTimeOffset.FromUnixTimeSeconds(order.Created), DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)order.Execution), new PaymentAccount(order.Name, order.Account, order.Bic), currency,
            [.. rows.Select(row => row.ToTransfer())]);
    }
}
