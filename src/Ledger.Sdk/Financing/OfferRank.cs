using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Financing;

/// <summary>The place of an offer among others for the same receivable: the smallest is the best for the supplier.</summary>
/// <remarks>By the all-in annual rate; of equal ones, by more money now, no recourse, the later deadline, and the smaller id: two different
/// offers never share a place.</remarks>
/// <param name="Cost">What it costs.</param>
/// <param name="Recourse">Whether the supplier owes what the receivable does not bring.</param>
/// <param name="Deadline">Until when it can be accepted.</param>
/// <param name="Id">The digest of its message.</param>
public readonly record struct OfferRank(OfferCost Cost, bool Recourse, ulong Deadline, Hash32 Id) : IComparable<OfferRank>
{
    /// <inheritdoc/>
    public int CompareTo(OfferRank other)
    {
        var order = Compare(Cost, other.Cost);
        if (order == 0) order = Recourse.CompareTo(other.Recourse);
        if (order == 0) order = other.Deadline.CompareTo(Deadline);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }

    /// <summary>By the annual rate, then by more money now. An offer that brings nothing is the last.</summary>
    internal static int Compare(OfferCost left, OfferCost right)
    {
        var order = (left.AnnualRate ?? Int128.MaxValue).CompareTo(right.AnnualRate ?? Int128.MaxValue);
        return order != 0 ? order : right.Received.CompareTo(left.Received);
    }

    public static bool operator <(OfferRank left, OfferRank right) => left.CompareTo(right) < 0;
    public static bool operator <=(OfferRank left, OfferRank right) => left.CompareTo(right) <= 0;
    public static bool operator >(OfferRank left, OfferRank right) => left.CompareTo(right) > 0;
    public static bool operator >=(OfferRank left, OfferRank right) => left.CompareTo(right) >= 0;
}
