using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>The answer to one question of the lender's check.</summary>
public enum Verdict
{
    /// <summary>It is so.</summary>
    Yes,

    /// <summary>It is not so.</summary>
    No,

    /// <summary>The ledger does not know.</summary>
    Unknown,
}

/// <summary>A lender's check of a receivable: every question, its verdict and its proof.</summary>
/// <param name="Receivable">The receivable.</param>
/// <param name="Verdict">No where an answer speaks against funding it, unknown where one is missing, else yes.</param>
/// <param name="Summary">The verdict in one line.</param>
/// <param name="Amount">The amount that limit and concentration are computed for: what is outstanding, unless the caller named another.</param>
/// <param name="Questions">The questions in the order in which a lender asks them.</param>
/// <param name="Exposure">What the caller has at stake with the debtor.</param>
/// <param name="Debtor">What the debtor has done.</param>
/// <param name="Assignor">What the first owner has done.</param>
/// <param name="AsOf">The block that this is as of.</param>
/// <param name="DebtorCredit">The debtor's credit points; null where it does not let the caller see them.</param>
/// <param name="AssignorCredit">The first owner's.</param>
public sealed record DueDiligence(
    ReceivableRecord Receivable, Verdict Verdict, string Summary, ulong Amount, IReadOnlyList<DueDiligenceQuestion> Questions,
    ExposureCheck Exposure, DebtorRecord Debtor, AssignorRecord Assignor, AsOf AsOf, CreditGlance? DebtorCredit = null, CreditGlance? AssignorCredit = null);

/// <summary>One question of the check.</summary>
/// <param name="Code">Its stable name, such as <c>debtor-signed</c>.</param>
/// <param name="Question">The question in words, put so that yes speaks for funding.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Finding">Why, in one sentence.</param>
/// <param name="Proofs">What to check, and where.</param>
public sealed record DueDiligenceQuestion(string Code, string Question, Verdict Verdict, string Finding, IReadOnlyList<Proof> Proofs);

/// <summary>Something that can be checked without this server, or read here.</summary>
/// <param name="What">What it proves.</param>
/// <param name="Event">The event on the chain; null where a link says all.</param>
/// <param name="Link">Where to read it; null where the event says all.</param>
public sealed record Proof(string What, ChainEvent? Event = null, Uri? Link = null);

/// <summary>A lender's stake in a debtor, before and after funding.</summary>
/// <param name="Lender">The caller.</param>
/// <param name="Debtor">The debtor.</param>
/// <param name="Limit">What the lender signed as its limit; 0 for none.</param>
/// <param name="Lent">Principal out, as Facility counts it.</param>
/// <param name="Owned">Open amounts of the debtor's notes that the lender owns.</param>
/// <param name="LentAfter">The same with the amount lent.</param>
/// <param name="ConcentrationBefore">The debtor's part of all that the lender has out or owns, in 1/10,000.</param>
/// <param name="ConcentrationAfter">The same with the amount.</param>
public sealed record ExposureCheck(
    PartyId Lender, PartyId Debtor, ulong Limit, ulong Lent, ulong Owned, ulong LentAfter, ulong ConcentrationBefore, ulong ConcentrationAfter);

/// <summary>What a debtor has done, counted from the chain.</summary>
/// <param name="Party">The debtor.</param>
/// <param name="Issued">How many receivables it signed.</param>
/// <param name="IssuedAmount">Of what face together.</param>
/// <param name="Settled">How many are paid.</param>
/// <param name="SettledLate">How many of those a day late or more.</param>
/// <param name="DaysLate">Their days together.</param>
/// <param name="Outstanding">What it owes now.</param>
/// <param name="OverdueNow">How many are overdue now; at most 1,000 are counted.</param>
/// <param name="Disputes">How often it disputed one.</param>
public sealed record DebtorRecord(
    PartyId Party, ulong Issued, ulong IssuedAmount, ulong Settled, ulong SettledLate, ulong DaysLate, ulong Outstanding, ulong OverdueNow,
    ulong Disputes);

/// <summary>What became of the receivables that a party was the first to own.</summary>
/// <param name="Party">The first owner.</param>
/// <param name="Given">How many.</param>
/// <param name="GivenAmount">Of what face together.</param>
/// <param name="Settled">How many are paid.</param>
/// <param name="SettledLate">How many of those a day late or more.</param>
/// <param name="DilutedAmount">What was given up of them by credit notes.</param>
/// <param name="Disputes">How often one was disputed.</param>
/// <param name="Loans">How many loans it took.</param>
/// <param name="Defaulted">How many of those defaulted.</param>
public sealed record AssignorRecord(
    PartyId Party, ulong Given, ulong GivenAmount, ulong Settled, ulong SettledLate, ulong DilutedAmount, ulong Disputes, ulong Loans,
    ulong Defaulted);
