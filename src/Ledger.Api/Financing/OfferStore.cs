using System.Data.Common;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>Signed offers, and the acceptance of one: in the transaction that queues its operation, so that both are there or neither.</summary>
public sealed class OfferStore(Database database, CurrentDeployment deployment, RelayStore relay, TimeProvider time)
{
    /// <summary>An offer of which the relay has, or had, an operation that did not fail.</summary>
    private const string Relayed = "exists (select 1 from captured.operation o where o.id = captured.financing_offer.id and o.state <> 5)";

    private byte[] Chain => deployment.Key.ToArray();

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Keeps an offer; the same one twice is one.</summary>
    public async Task AddAsync(AskRow ask, OfferTerms terms, IntentDraft draft)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("""
            insert into captured.financing_offer (id, chain, ask, kind, lender, holder, debtor, receivable, note, seq, money, deadline, draft, created)
            values (@Id, @Chain, @Number, @kind, @lender, @Holder, @Debtor, @Receivable, @Note, @Seq, @Money, @Deadline, @json, @Now)
            on conflict (id) do nothing
            """, new
        {
            draft.Id,
            Chain,
            ask.Number,
            kind = terms.Kind == OfferKind.Sale ? 1 : 2,
            lender = terms.Lender.Value,
            ask.Holder,
            ask.Debtor,
            ask.Receivable,
            ask.Note,
            ask.Seq,
            terms.Money,
            terms.Deadline,
            json = draft.ToJson(),
            Now,
        });
    }

    /// <summary>An offer; null where there is none.</summary>
    public Task<OfferRow?> FindAsync(DbConnection connection, Hash32 id) =>
        connection.QuerySingleOrDefaultAsync<OfferRow>($"{OfferRow.Select} where f.id = @id and f.chain = @Chain", new { id, Chain });

    /// <summary>A lender's offers, newest first.</summary>
    public async Task<IReadOnlyList<OfferRow>> OfLenderAsync(DbConnection connection, PartyId lender, long below, int limit) =>
        (await connection.QueryAsync<OfferRow>(
            $"{OfferRow.Select} where f.lender = @lender and f.chain = @Chain and f.number < @below order by f.number desc limit @limit",
            new { lender = lender.Value, Chain, below, limit })).AsList();

    /// <summary>Takes an offer back; false where it was accepted before.</summary>
    public async Task<bool> WithdrawAsync(Hash32 id)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        return await connection.ExecuteAsync($"""
            update captured.financing_offer set withdrawn = coalesce(withdrawn, @Now) where id = @id and not {Relayed}
            """, new { id, Now }) == 1;
    }

    /// <summary>Accepts an offer and queues its operation, durably and once.</summary>
    /// <exception cref="LedgerException"><c>already-accepted</c>, naming the first; <c>offer-withdrawn</c>.</exception>
    public async Task<OperationRow> AcceptAsync(OfferRow offer, SignedIntent intent, Address target, byte[] data, ulong gas, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The row's lock keeps a withdrawal out until the end of this transaction.
        var taken = await connection.ExecuteAsync(
            $"update captured.financing_offer set accepted = @Now where id = @Id and withdrawn is null and not {Relayed}", new { offer.Id, Now });
        if (taken == 0) throw await RefusalAsync(connection, offer);
        var claimed = await connection.ExecuteAsync("""
            insert into captured.financing_acceptance (chain, receivable, note, seq, offer, accepted) values (@Chain, @Receivable, @Note, @Seq, @Id, @Now)
            on conflict (chain, receivable, note, seq) do update set offer = excluded.offer, accepted = excluded.accepted
            where exists (select 1 from captured.operation o where o.id = captured.financing_acceptance.offer and o.state = 5)
            """, new { Chain, offer.Receivable, offer.Note, offer.Seq, offer.Id, Now });
        if (claimed == 0) throw await RefusalAsync(connection, offer);
        var operation = await relay.AddAsync(connection, offer.Id, intent.Intent.Type, intent.ToJson(), target, data, gas);
        await transaction.CommitAsync(cancellationToken);
        return operation;
    }

    private async Task<LedgerException> RefusalAsync(DbConnection connection, OfferRow offer)
    {
        var first = await connection.QuerySingleOrDefaultAsync<(byte[] Offer, long Accepted)?>(
            "select offer, accepted from captured.financing_acceptance where chain = @Chain and receivable = @Receivable and note = @Note and seq = @Seq",
            new { Chain, offer.Receivable, offer.Note, offer.Seq });
        return first is { } given
            ? AlreadyAccepted(new Hash32(given.Offer), given.Accepted)
            : new LedgerException("offer-withdrawn", "The lender took this offer back, or it was submitted by somebody already.", "Ask for the offers again.");
    }

    /// <summary>The refusal of a second acceptance.</summary>
    internal static LedgerException AlreadyAccepted(Hash32 first, long at) => new(
        "already-accepted", $"For this note as it stands, offer {first} was accepted at {DateTimeOffset.FromUnixTimeSeconds(at):O}.", $"GET /operations/{first} says how far it is.");
}
