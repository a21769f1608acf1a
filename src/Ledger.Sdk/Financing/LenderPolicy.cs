using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>How a lender takes part in a receivable.</summary>
public enum OfferKind
{
    /// <summary>It buys the note.</summary>
    Sale,

    /// <summary>It lends against the note, which Facility holds meanwhile.</summary>
    Loan,
}

/// <summary>What a lender wants to finance, and at what price. A document: versions are kept, and nothing in it is an authority over
/// contracts.</summary>
public sealed record LenderPolicy
{
    private static readonly JsonSerializerOptions Strict = new(LedgerJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The form of the document: 1.</summary>
    public required int Format { get; init; }

    /// <summary>What people call it; one lender's policies differ in it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it buys or lends.</summary>
    public required OfferKind Kind { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Whose debts it takes; null for anybody's.</summary>
    public IReadOnlyList<PartyId>? Debtors { get; init; }

    /// <summary>Whom it finances; null for anybody.</summary>
    public IReadOnlyList<PartyId>? Assignors { get; init; }

    /// <summary>The least that a note may have, in minor units.</summary>
    public ulong MinAmount { get; init; } = 1;

    /// <summary>The most.</summary>
    public ulong MaxAmount { get; init; } = ulong.MaxValue;

    /// <summary>The shortest time to the due date, in days.</summary>
    public uint MinTenorDays { get; init; } = 1;

    /// <summary>The longest. China's notice of 2025 on electronic vouchers of accounts payable: 180 in principle, 365 at most.</summary>
    public uint MaxTenorDays { get; init; } = 180;

    /// <summary>A year, in 1/10,000: the discount of a sale, the interest of a loan.</summary>
    public required ulong Rate { get; init; }

    /// <summary>What the debtor's credit points add to the rate or take from it: the band with the most points that it reaches.</summary>
    public IReadOnlyList<ScoreBand> Bands { get; init; } = [];

    /// <summary>The fewest points of a debtor; null where none are asked for.</summary>
    public int? MinDebtorPoints { get; init; }

    /// <summary>The fewest points of an assignor; null where none are asked for.</summary>
    public int? MinAssignorPoints { get; init; }

    /// <summary>How much of a note is paid at once, in 1/10,000: all of it, less the discount, where a note is bought.</summary>
    public ulong AdvanceRate { get; init; } = Waterfall.Whole;

    /// <summary>A fee, in 1/10,000 of the note's amount, rounded up.</summary>
    public ulong FeeRate { get; init; }

    /// <summary>Late interest of a loan, a year in 1/10,000, on top of the rate.</summary>
    public ulong LateRate { get; init; }

    /// <summary>Days of a year: 360 or 365.</summary>
    public ulong Basis { get; init; } = 360;

    /// <summary>Days after the due date before a default.</summary>
    public uint GraceDays { get; init; } = 5;

    /// <summary>Whether the supplier owes what the note does not bring; of a loan alone.</summary>
    public bool Recourse { get; init; }

    /// <summary>The most that may be out on all debtors together, in minor units.</summary>
    public required ulong TotalLimit { get; init; }

    /// <summary>The most on one debtor; null for the total.</summary>
    public ulong? DebtorLimit { get; init; }

    /// <summary>Limits of single debtors, instead of <see cref="DebtorLimit"/>.</summary>
    public IReadOnlyList<DebtorLine> Lines { get; init; } = [];

    /// <summary>The most on one debtor as a part of <see cref="TotalLimit"/>, in 1/10,000.</summary>
    public ulong Concentration { get; init; } = Waterfall.Whole;

    /// <summary>For how many hours its offers stand.</summary>
    public uint ValidHours { get; init; } = 24;

    /// <summary>Whether it makes no offers until a later version says otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Paused { get; init; }

    /// <summary>Reads a policy; unknown fields are refused.</summary>
    /// <exception cref="LedgerException"><c>policy-invalid</c>.</exception>
    public static LenderPolicy Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var policy = JsonSerializer.Deserialize<LenderPolicy>(json, Strict) ?? throw Invalid("A policy is a JSON object.");
            return policy.Check();
        }
        catch (JsonException exception)
        {
            throw Invalid(exception.Message, exception);
        }
    }

    /// <summary>The policy as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Options);

    /// <summary>How much may be out on a debtor.</summary>
    public ulong LimitOf(PartyId debtor)
    {
        var line = DebtorLimit ?? TotalLimit;
        foreach (var own in Lines)
            if (own.Debtor == debtor) line = own.Limit;
        var cap = (ulong)((UInt128)TotalLimit * Concentration / Waterfall.Whole);
        return Math.Min(Math.Min(line, cap), TotalLimit);
    }

    /// <summary>The rate for a debtor of so many points; no less than 0 and no more than 10,000.</summary>
    public ulong RateFor(int? points)
    {
        ScoreBand? reached = null;
        foreach (var band in Bands)
            if (points >= band.Points && (reached is null || band.Points > reached.Points)) reached = band;
        return (ulong)Math.Clamp((long)Rate + (reached?.Add ?? 0), 0, (long)Waterfall.Whole);
    }

    private LenderPolicy Check()
    {
        void Require(bool holds, string what)
        {
            if (!holds) throw Invalid(what);
        }
        Require(Format == 1, "format is 1.");
        Require(Name.Trim().Length is > 0 and <= 100, "name has 1 to 100 characters.");
        Require(Enum.IsDefined(Kind), "kind is sale or loan.");
        Require(CurrencyCode.TryParse(Currency, out _), "currency is an ISO 4217 code such as EUR.");
        Require(MinAmount <= MaxAmount, "minAmount is no more than maxAmount.");
        Require(MinTenorDays <= MaxTenorDays && MaxTenorDays <= 365, "minTenorDays is no more than maxTenorDays, and that no more than 365.");
        Require(Rate <= Waterfall.Whole && LateRate <= Waterfall.Whole && FeeRate <= Waterfall.Whole, "rate, lateRate and feeRate are 0 to 10,000.");
        Require(Bands.Select(band => band.Points).Distinct().Count() == Bands.Count, "bands differ in their points.");
        Require(AdvanceRate is > 0 and <= Waterfall.Whole, "advanceRate is 1 to 10,000.");
        Require(Kind == OfferKind.Loan || (AdvanceRate == Waterfall.Whole && !Recourse && LateRate == 0), "advanceRate, recourse and lateRate are for loans.");
        Require(Basis is 360 or 365, "basis is 360 or 365.");
        Require(GraceDays <= 365 && ValidHours is > 0 and <= 8760, "graceDays is at most 365, validHours 1 to 8,760.");
        Require(Concentration is > 0 and <= Waterfall.Whole, "concentration is 1 to 10,000.");
        Require(Lines.Select(line => line.Debtor).Distinct().Count() == Lines.Count, "lines differ in their debtors.");
        return this;
    }

    private static LedgerException Invalid(string what, Exception? inner = null) =>
        new("policy-invalid", what, "Correct the document; GET /openapi/v1.json shows one.", inner);
}

/// <summary>What points do to a rate.</summary>
/// <param name="Points">From so many points on.</param>
/// <param name="Add">Added to the rate, in 1/10,000; negative for a better one.</param>
public sealed record ScoreBand(int Points, int Add);

/// <summary>A limit of one debtor.</summary>
/// <param name="Debtor">The debtor.</param>
/// <param name="Limit">Minor units.</param>
public sealed record DebtorLine(PartyId Debtor, ulong Limit);
