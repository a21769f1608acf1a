using System.Data;
using System.Globalization;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Receivables;

/// <summary><c>GET /receivables/{id}/due-diligence</c>: the lender's check, every question with its verdict and its proof.</summary>
public static class CheckReceivable
{
    /// <summary>Answers that a lender may live with; any other no speaks against funding.</summary>
    private static readonly string[] Cautions = ["not-financed", "debtor-record", "assignor-record"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/receivables/{id}/due-diligence", HandleAsync)
        .WithName("CheckReceivable").WithTags("Receivables").WithSummary("The lender's check: signature, goods, amount, encumbrance, earlier financing, freezes, limit and records, each with its proof")
        .WithDescription("?amount= is what the caller thinks of funding, in minor units; without it, what is outstanding.")
        .Needs(ApiScope.Query).Answers(Example()).Refuses("sign-in-required", "not-a-party", "malformed-hex", "malformed-number", "not-found", "not-indexed-yet");

    private static DueDiligence Example()
    {
        var receivable = ShowReceivable.ExampleReceivable;
        var question = new DueDiligenceQuestion("debtor-signed", "Does the debtor's signature stand?", Verdict.Yes,
            "Party 3 signed the order, and the receiver the delivery, and the contract checked it on 2026-03-01.",
            [new Proof("The receivable was issued, which takes the debtor's signature.", ShowReceivable.ExampleEvent)]);
        return new DueDiligence(
            receivable, Verdict.Yes, "Nothing speaks against funding 2,000.00 CNY.", 200_000, [question],
            new ExposureCheck(new PartyId(5), receivable.Debtor, 1_000_000, 150_000, 0, 350_000, 1_500, 2_916),
            new DebtorRecord(receivable.Debtor, 40, 9_000_000, 36, 1, 3, 800_000, 0, 0), new AssignorRecord(receivable.Seller, 12, 2_000_000, 10, 0, 0, 0, 1, 0), Head.Example,
            new CreditGlance(receivable.Debtor, 640, false, 1, 1042, new Uri($"/parties/{receivable.Debtor}/credit", UriKind.Relative)));
    }

    private static async Task<Ok<DueDiligence>> HandleAsync(
        string id, string? amount, Caller caller, Database database, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var facts = await DueDiligenceFacts.ReadAsync(connection, asked, caller, deployment, cancellationToken);
        return TypedResults.Ok(Compose(facts, deployment.Manifest.Currency, amount is null ? facts.Row.Outstanding : Amount(amount)));
    }

    private static DueDiligence Compose(DueDiligenceFacts facts, Currency currency, ulong amount)
    {
        var answers = new DueDiligenceQuestions(facts, currency, amount);
        var questions = answers.All();
        var (verdict, summary) = Judge(questions, currency.Format(amount));
        var (debtor, assignor) = (facts.RecordOf(facts.Row.Debtor), facts.RecordOf(facts.Row.Seller));
        return new DueDiligence(
            facts.Row.ToRecord(facts.AsOf.Time), verdict, summary, amount, questions, answers.Exposure(),
            new DebtorRecord(new PartyId(debtor.Party), debtor.Issued, debtor.IssuedAmount, debtor.Settled, debtor.SettledLate, debtor.DaysLate, debtor.Outstanding, facts.OverdueNow, debtor.Disputes),
            new AssignorRecord(new PartyId(assignor.Party), assignor.Given, assignor.GivenAmount, assignor.GivenSettled, assignor.GivenLate, assignor.GivenDilutedAmount, assignor.GivenDisputes, assignor.Loans, assignor.Defaulted),
            facts.AsOf, facts.Points.GetValueOrDefault(new PartyId(debtor.Party)), facts.Points.GetValueOrDefault(new PartyId(assignor.Party)));
    }

    private static (Verdict Verdict, string Summary) Judge(IReadOnlyList<DueDiligenceQuestion> questions, string amount)
    {
        var against = questions.Where(question => question.Verdict == Verdict.No && !Cautions.Contains(question.Code)).ToList();
        if (against.Count > 0) return (Verdict.No, $"Don't fund {amount}: {string.Join(" ", against.Select(question => question.Finding))}");
        var open = questions.Where(question => question.Verdict != Verdict.Yes).ToList();
        return open.Count > 0 ? (Verdict.Unknown, $"Look closer before you fund {amount}: {string.Join(" ", open.Select(question => question.Finding))}")
            : (Verdict.Yes, $"Nothing speaks against funding {amount}.");
    }

    private static ulong Amount(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount > 0 ? amount
        : throw new LedgerException("malformed-number", $"?amount= is no amount: '{text}'.", "Give a whole number of minor units, at least 1.");
}
