using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>The whole story, planned before its first intent is signed.</summary>
/// <param name="Steps">In the order they are told.</param>
/// <param name="Closing">How many of the last steps complete what the documents did not show.</param>
/// <param name="Remarks">What events that move nothing have to say.</param>
/// <param name="Traveller">The unit that passed through most hands; null where the documents name no goods.</param>
internal sealed record Script(IReadOnlyList<Step> Steps, int Closing, IReadOnlyList<string> Remarks, Holding? Traveller)
{
    /// <summary>Plans the story that the events tell, by the order of their times, and its closing act.</summary>
    /// <param name="cast">Who plays: already admitted, since intents name party numbers and epochs.</param>
    /// <param name="labels">Names of goods.</param>
    /// <param name="deadline">Until when the intents count, Unix seconds.</param>
    /// <param name="commitment">The commitment of a captured event.</param>
    public static Script Write(IReadOnlyList<StoryEvent> events, Cast cast, Labels labels, ulong deadline, Func<StoryEvent, Hash32> commitment)
    {
        var ordered = events.OrderBy(e => e.Time).ToList();
        var book = new Book(labels, deadline, commitment);
        var planner = new Planner(book, cast, new LotPlan(ordered));
        var remarks = new List<string>();
        foreach (var e in ordered)
        {
            if (planner.Tell(e) is { } remark) remarks.Add($"{e} {remark}");
        }
        var before = book.Steps.Count;
        var traveller = planner.Close(ordered);
        return new Script(book.Steps, book.Steps.Count - before, remarks, traveller);
    }
}
