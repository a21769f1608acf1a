using System.Globalization;

namespace Ledger.Api.Queries;

/// <summary>Where a list of events goes on.</summary>
/// <param name="At">The event time of the last event, in unix milliseconds; its number where the order is that of capture; of a list that was sorted, the number of the last event that counts.</param>
/// <param name="Number">The number of the last event; of a list that was sorted, how many are behind.</param>
/// <param name="Left">How many events may still come; -1 for any number.</param>
public readonly record struct SearchPosition(long At, long Number, int Left)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static SearchPosition Parse(string text)
    {
        var parts = text.Split(' ');
        return new SearchPosition(Whole(parts[0]), Whole(parts[1]), (int)Whole(parts[2]));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At} {Number} {Left}");

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
