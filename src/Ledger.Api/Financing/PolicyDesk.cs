using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Financing;

/// <summary>Puts what was asked before a policy: now, with drafts for the lender to sign, or as it was, to see what would have come of it.</summary>
public sealed class PolicyDesk(AskStore asks, CurrentDeployment deployment, CreditPoints points)
{
    private const int Most = 10_000;

    private string Currency => deployment.Manifest.Currency.Code.ToString();

    /// <summary>What a policy offers on everything that the lender may answer now and has not.</summary>
    public async Task<IReadOnlyList<PolicyResult>> DraftAsync(DbConnection connection, PartyId lender, LenderPolicy policy, long indexed)
    {
        var now = asks.Now;
        var open = (await asks.OpenAsync(connection, ulong.MaxValue, Most)).Where(ask => ask.Concerns(lender) && ask.State(now, indexed) == AskState.Open);
        var answered = (await connection.QueryAsync<ulong>(
            "select distinct ask from captured.financing_offer where lender = @lender and withdrawn is null and deadline >= @now", new { lender = lender.Value, now })).ToHashSet();
        var drafts = new Drafting(connection, deployment.Manifest, lender, await PartyFacts.RequireAsync(connection, lender));
        var book = await BookAsync(connection, lender, now);
        var scores = new Dictionary<PartyId, int?>();
        var results = new List<PolicyResult>();
        foreach (var ask in open.Where(ask => !answered.Contains(ask.Number)).OrderBy(ask => ask.Number))
        {
            var facts = await NoteFacts.FindAsync(connection, new ReceivableId(ask.Receivable), new NoteId(ask.Note));
            if (facts is null) continue;
            var one = await CaseAsync(connection, lender, ask, facts.IsBlocked, scores);
            var quote = Evaluate(policy, lender, one, now, book, out var refusals);
            var draft = quote is null ? null : await drafts.MakeAsync(policy, quote, ask, facts);
            results.Add(Result(ask, one, refusals, quote, draft));
        }
        return results;
    }

    /// <summary>What a policy would have offered, had it stood at every moment of the last days: what the lender was asked, at the time it was asked.</summary>
    public async Task<PolicyDryRun> DryRunAsync(DbConnection connection, PartyId lender, LenderPolicy policy, uint days)
    {
        var since = asks.Now - Math.Min(asks.Now, days * Waterfall.Day);
        var book = new LenderBook();
        var scores = new Dictionary<PartyId, int?>();
        var results = new List<PolicyResult>();
        foreach (var ask in (await asks.SinceAsync(connection, since, Most)).Where(ask => ask.Concerns(lender)))
        {
            var one = await CaseAsync(connection, lender, ask, blocked: false, scores);
            var quote = Evaluate(policy, lender, one, ask.Created, book, out var refusals);
            results.Add(Result(ask, one, refusals, quote, null));
        }
        var refused = results.SelectMany(result => result.Refusals).GroupBy(refusal => refusal)
            .ToDictionary(group => JsonNamingPolicy.KebabCaseLower.ConvertName(group.Key.ToString()), group => group.Count());
        var money = results.Aggregate(UInt128.Zero, (sum, result) => sum + (result.Money ?? 0));
        return new PolicyDryRun(days, results.Count, results.Count(result => result.Money is not null), (ulong)UInt128.Min(money, ulong.MaxValue), refused, results);
    }

    private static PolicyQuote? Evaluate(LenderPolicy policy, PartyId lender, FinancingCase one, ulong now, LenderBook book, out PolicyRefusals refusals)
    {
        var quote = policy.Quote(lender, one, now, out refusals);
        if (quote is null) return null;
        refusals = policy.Exceeded(book, one.Debtor, quote.Money);
        if (refusals != PolicyRefusals.None) return null;
        book.Add(one.Debtor, quote.Money);
        return quote;
    }

    private async Task<FinancingCase> CaseAsync(DbConnection connection, PartyId lender, AskRow ask, bool blocked, Dictionary<PartyId, int?> scores)
    {
        async Task<int?> ScoreAsync(PartyId party)
        {
            if (!scores.TryGetValue(party, out var score)) scores[party] = score = await points.FindAsync(connection, lender, party);
            return score;
        }
        var (debtor, holder) = (new PartyId(ask.Debtor), new PartyId(ask.Holder));
        return new FinancingCase(
            new ReceivableId(ask.Receivable), new NoteId(ask.Note), debtor, holder, ask.StillOpen, ask.Due, Currency, blocked,
            await ScoreAsync(debtor), await ScoreAsync(holder));
    }

    /// <summary>What the lender has out by the chain, and what it has offered and still may have to pay.</summary>
    private static async Task<LenderBook> BookAsync(DbConnection connection, PartyId lender, ulong now)
    {
        var rows = await connection.QueryAsync<(long Debtor, long Money)>("""
            select debtor, exposure from projection.credit_line where lender = @lender
            union all select debtor, owned from projection.credit_line where lender = @lender
            union all select debtor, money from captured.financing_offer where lender = @lender and withdrawn is null and deadline >= @now
              and not exists (select 1 from captured.operation o where o.id = captured.financing_offer.id and o.state in (3, 4))
            """, new { lender = lender.Value, now });
        var book = new LenderBook();
        foreach (var (debtor, money) in rows) book.Add(new PartyId((ulong)debtor), unchecked((ulong)money));
        return book;
    }

    private static PolicyResult Result(AskRow ask, FinancingCase one, PolicyRefusals refusals, PolicyQuote? quote, IntentDraft? draft)
    {
        var reasons = Enum.GetValues<PolicyRefusals>().Where(flag => flag != PolicyRefusals.None && refusals.HasFlag(flag)).ToList();
        using var json = draft is null ? null : JsonDocument.Parse(draft.ToJson());
        return new PolicyResult(ask.Number, reasons, quote?.Money, quote is null ? null : CostParts.Of(quote.Cost), json?.RootElement.Clone(), one.DebtorPoints, one.OwnerPoints);
    }
}
