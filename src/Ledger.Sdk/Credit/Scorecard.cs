namespace Ledger.Sdk.Credit;

/// <summary>Why points were given or taken.</summary>
/// <param name="Factor">Its name in the scorecard.</param>
/// <param name="Points">What it adds or takes.</param>
/// <param name="Least">The least that it may be.</param>
/// <param name="Most">The most that it may be.</param>
/// <param name="Reason">In words, with the figures that decided.</param>
public sealed record ScoreReason(string Factor, int Points, int Least, int Most, string Reason);

/// <summary>Points and why.</summary>
/// <param name="Points">0 to 1,000; 500 says nothing either way.</param>
/// <param name="IsThin">Whether too little is known for more than 500.</param>
/// <param name="Reasons">Every factor.</param>
public sealed record Score(int Points, bool IsThin, IReadOnlyList<ScoreReason> Reasons);

/// <summary>Scorecard 1: features in, points with reasons out; README.md beside this file explains it. Nothing else enters: no name, place, role or
/// identity of anybody.</summary>
public static class Scorecard
{
    /// <summary>Its number. Another way to count has another number.</summary>
    public const uint Version = 1;

    /// <summary>What nothing is known of has.</summary>
    public const int Neutral = 500;

    /// <summary>The most points there are.</summary>
    public const int Highest = 1000;

    /// <summary>The least tenure, in days, of a file that is not thin.</summary>
    public const ulong LeastTenure = 90;

    /// <summary>The least effective counterparties, in 1/100, of a file that is not thin.</summary>
    public const ulong LeastEffective = 300;

    /// <summary>How it counts, for people: README.md beside this file.</summary>
    public static string Explanation { get; } = Read();

    /// <summary>Counts.</summary>
    public static Score Count(CreditFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var reasons = ScoreFactors.All(features).ToList();
        var points = Math.Clamp(Neutral + reasons.Sum(reason => reason.Points), 0, Highest);
        var thin = ThinBecause(features);
        if (thin is null) return new Score(points, false, reasons);
        reasons.Add(new ScoreReason("thin-file", Math.Min(0, Neutral - points), -(Highest - Neutral), 0, thin));
        return new Score(Math.Min(points, Neutral), true, reasons);
    }

    private static string? ThinBecause(CreditFeatures features)
    {
        if (features.TenureDays < LeastTenure) return $"Thin file: {features.TenureDays} days on the ledger, fewer than {LeastTenure}. It gets no more than {Neutral}.";
        var effective = Math.Max(features.Paying.Effective, features.Delivering.Effective);
        return effective < LeastEffective
            ? $"Thin file: its record counts as that of {effective / 100}.{effective % 100:00} equal and independent counterparties, fewer than 3. It gets no more than {Neutral}."
            : null;
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Scorecard).Assembly.GetManifestResourceStream("Ledger.Sdk.Credit.README.md")!);
        return reader.ReadToEnd();
    }
}
