using System.Data.Common;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>Programmes of early payment, the rates that suppliers name in them, and how the cash was divided.</summary>
public sealed class EarlyPaymentStore(Database database, CurrentDeployment deployment, TimeProvider time)
{
    private const string Columns = "number, debtor, cash, min_rate as MinRate, pricing, basis, cutoff, allocated";

    private byte[] Chain => deployment.Key.ToArray();

    /// <summary>Unix seconds.</summary>
    public ulong Now => (ulong)time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Opens a programme; returns its number.</summary>
    public async Task<ulong> AddAsync(PartyId debtor, ulong cash, ulong minRate, EarlyPaymentPricing pricing, ulong basis, ulong cutoff)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        return await connection.ExecuteScalarAsync<ulong>("""
            insert into captured.early_payment (chain, debtor, cash, min_rate, pricing, basis, cutoff, created)
            values (@Chain, @debtor, @cash, @minRate, @pricing, @basis, @cutoff, @Now) returning number
            """, new { Chain, debtor = debtor.Value, cash, minRate, pricing = (int)pricing, basis, cutoff, Now });
    }

    /// <summary>A programme; null where there is none.</summary>
    public Task<ProgrammeRow?> FindAsync(DbConnection connection, ulong number) => connection.QuerySingleOrDefaultAsync<ProgrammeRow>(
        $"select {Columns} from captured.early_payment where number = @number and chain = @Chain", new { number, Chain });

    /// <summary>The programmes of a debtor, and of those who owe a party something now; newest first.</summary>
    public async Task<IReadOnlyList<ProgrammeRow>> ForAsync(DbConnection connection, PartyId party) => (await connection.QueryAsync<ProgrammeRow>($"""
        select {Columns} from captured.early_payment where chain = @Chain
          and (debtor = @party or debtor in (select debtor from projection.receivable_note where owner = @party and status = 1)
            or number in (select programme from captured.early_payment_ask where owner = @party))
        order by number desc limit 200
        """, new { Chain, party = party.Value })).AsList();

    /// <summary>The asks of a programme: all, or one owner's.</summary>
    public static async Task<IReadOnlyList<ProgrammeAskRow>> AsksAsync(DbConnection connection, ulong programme, PartyId? owner) => (await connection.QueryAsync<ProgrammeAskRow>("""
        select receivable, note, owner, seq, amount, due, rate, award_rate as AwardRate, price, digest, signature from captured.early_payment_ask
        where programme = @programme and (@owner is null or owner = @owner) order by rate desc, note
        """, new { programme, owner = (long?)owner?.Value })).AsList();

    /// <summary>Names a rate for a note, or another one; false where the cash has been divided.</summary>
    public async Task<bool> AskAsync(ulong programme, NoteFacts note, ulong rate)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        // Locks the programme's row, so that nobody divides meanwhile.
        var open = await connection.ExecuteAsync(
            "update captured.early_payment set allocated = null where number = @programme and allocated is null and cutoff > @Now", new { programme, Now });
        if (open == 0) return false;
        await connection.ExecuteAsync("""
            insert into captured.early_payment_ask (programme, receivable, note, owner, seq, amount, due, rate, created)
            values (@programme, @Receivable, @Note, @Owner, @Seq, @amount, @Due, @rate, @Now)
            on conflict (programme, receivable, note) do update
            set owner = excluded.owner, seq = excluded.seq, amount = excluded.amount, due = excluded.due, rate = excluded.rate, created = excluded.created
            """, new { programme, note.Receivable, note.Note, note.Owner, note.Seq, amount = note.Unpaid, note.Due, rate, Now });
        await transaction.CommitAsync();
        return true;
    }

    /// <summary>Divides the cash after the cut-off, once; whoever comes later finds it done.</summary>
    public async Task AllocateAsync(ProgrammeRow programme)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        var first = await connection.ExecuteAsync(
            "update captured.early_payment set allocated = @Now where number = @Number and allocated is null and cutoff <= @Now", new { programme.Number, Now });
        if (first == 0) return;
        var asks = await AsksAsync(connection, programme.Number, null);
        // The id in the order of equal rates: no owner can choose it, and every reader can compute it.
        var byId = asks.ToDictionary(ask => Keccak256.Hash([.. ask.Receivable.Span, .. ask.Note.Span]));
        var offer = new EarlyPaymentOffer(programme.Cash, programme.MinRate, (EarlyPaymentPricing)programme.Pricing, programme.Basis, programme.Cutoff);
        foreach (var award in EarlyPayment.Allocate(offer, [.. byId.Select(pair => new EarlyPaymentAsk(pair.Key, pair.Value.Amount, pair.Value.Rate, pair.Value.Due))]))
        {
            var row = byId[award.Ask.Id];
            await connection.ExecuteAsync(
                "update captured.early_payment_ask set award_rate = @Rate, price = @Price where programme = @Number and receivable = @Receivable and note = @Note",
                new { award.Rate, award.Price, programme.Number, row.Receivable, row.Note });
        }
        await transaction.CommitAsync();
    }

    /// <summary>Keeps an owner's signature of its retirement.</summary>
    public async Task AcceptAsync(ulong programme, ProgrammeAskRow ask, Hash32 digest, byte[] signature)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync(
            "update captured.early_payment_ask set digest = @digest, signature = @signature where programme = @programme and receivable = @Receivable and note = @Note and owner = @Owner",
            new { digest, signature, programme, ask.Receivable, ask.Note, ask.Owner });
    }
}

/// <summary>A row of <c>captured.early_payment</c>.</summary>
public sealed record ProgrammeRow
{
    public ulong Number { get; init; }
    public ulong Debtor { get; init; }
    public ulong Cash { get; init; }
    public ulong MinRate { get; init; }
    public long Pricing { get; init; }
    public ulong Basis { get; init; }
    public ulong Cutoff { get; init; }
    public ulong? Allocated { get; init; }
}

/// <summary>A row of <c>captured.early_payment_ask</c>.</summary>
public sealed record ProgrammeAskRow
{
    public Hash32 Receivable { get; init; }
    public Hash32 Note { get; init; }
    public ulong Owner { get; init; }
    public long Seq { get; init; }
    public ulong Amount { get; init; }
    public ulong Due { get; init; }
    public ulong Rate { get; init; }
    public ulong? AwardRate { get; init; }
    public ulong? Price { get; init; }
    public Hash32? Digest { get; init; }
    public byte[]? Signature { get; init; }
}
