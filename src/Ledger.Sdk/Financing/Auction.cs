using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>A lender that takes part in an auction.</summary>
/// <param name="Lender">The lender.</param>
/// <param name="Policy">What it offers; two of one lender differ in their names.</param>
/// <param name="Book">What it has out before; the auction does not change it.</param>
public sealed record Bidder(PartyId Lender, LenderPolicy Policy, LenderBook Book);

/// <summary>Who finances a note, and how.</summary>
/// <param name="Case">The note.</param>
/// <param name="Bidder">The lender.</param>
/// <param name="Quote">The terms.</param>
public sealed record Award(FinancingCase Case, Bidder Bidder, PolicyQuote Quote);

/// <summary>Many notes and many policies at once.</summary>
/// <remarks>
/// All offers that the policies make are taken up in one order: by the annual rate to the supplier, then more money now, then no recourse,
/// then the note's id, the lender and the name of its policy. An offer is awarded unless its note has one already or its lender's limits
/// leave no room. So every note has the cheapest offer that its lender could still afford when cheaper ones had been served; whatever order
/// the notes and lenders come in, the result is the same.
/// </remarks>
public static class Auction
{
    /// <summary>Runs it.</summary>
    /// <param name="cases">The notes; each once.</param>
    /// <param name="bidders">The lenders; those of one lender share what it has out.</param>
    /// <param name="now">Unix seconds.</param>
    public static IReadOnlyList<Award> Run(IReadOnlyList<FinancingCase> cases, IReadOnlyList<Bidder> bidders, ulong now)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(bidders);
        Bidder[] ordered = [.. bidders.OrderBy(bidder => bidder.Lender).ThenBy(bidder => bidder.Policy.Name, StringComparer.Ordinal)];
        FinancingCase[] sorted = [.. cases.OrderBy(one => one.Note.Value).ThenBy(one => one.Receivable.Value)];
        var books = ordered.GroupBy(bidder => bidder.Lender).ToDictionary(group => group.Key, group => new LenderBook(group.First().Book));
        var offers = Offers(sorted, ordered, now);
        offers.Sort();
        var awards = new Award?[sorted.Length];
        foreach (var offer in offers)
        {
            var (one, bidder) = (sorted[offer.Case], ordered[offer.Bidder]);
            var book = books[bidder.Lender];
            if (awards[offer.Case] is not null || bidder.Policy.Exceeded(book, one.Debtor, offer.Quote.Money) != PolicyRefusals.None) continue;
            book.Add(one.Debtor, offer.Quote.Money);
            awards[offer.Case] = new Award(one, bidder, offer.Quote);
        }
        return [.. awards.OfType<Award>()];
    }

    private static List<Offer> Offers(FinancingCase[] cases, Bidder[] bidders, ulong now)
    {
        var offers = new List<Offer>();
        for (var i = 0; i < cases.Length; i++)
            for (var j = 0; j < bidders.Length; j++)
                if (bidders[j].Policy.Quote(bidders[j].Lender, cases[i], now, out _) is { } quote)
                    offers.Add(new Offer(quote.Cost.AnnualRate ?? Int128.MaxValue, quote, i, j));
        return offers;
    }

    private readonly record struct Offer(Int128 Rate, PolicyQuote Quote, int Case, int Bidder) : IComparable<Offer>
    {
        public int CompareTo(Offer other)
        {
            var order = Rate.CompareTo(other.Rate);
            if (order == 0) order = other.Quote.Money.CompareTo(Quote.Money);
            if (order == 0) order = Quote.Recourse.CompareTo(other.Quote.Recourse);
            if (order == 0) order = Case.CompareTo(other.Case);
            return order != 0 ? order : Bidder.CompareTo(other.Bidder);
        }
    }
}
