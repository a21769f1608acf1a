using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>The matcher against what the standard says of each parameter, on events and queries that nobody chose.</summary>
public sealed class MatcherProperties
{
    private static readonly KeyValuePair<string, string>[] Known = [.. RandomQueries.Pool.Where(pair => Oracle.Fits([], pair.Key, pair.Value) is not null)];

    [Fact]
    public void An_event_fits_a_query_exactly_if_it_fits_each_parameter_as_the_standard_puts_it()
    {
        var fitted = new HashSet<string>();
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(0, Known.Length - 1).NonEmptyListOf().ToArbitrary(), (seed, picks) =>
        {
            KeyValuePair<string, string>[] parameters = [.. picks.Select(pick => Known[pick]).DistinctBy(pair => pair.Key).Take(2)];
            var matcher = new EventMatcher(EventQuery.Parse(parameters));
            var events = new RandomEvents(seed);
            for (var index = 0; index < 12; index++)
            {
                var text = events.Next(index).ToJsonString();
                var json = JsonNode.Parse(text)!.AsObject();
                var expected = parameters.All(pair => Oracle.Fits(json, pair.Key, pair.Value)!.Value);
                if (expected) fitted.UnionWith(parameters.Select(pair => pair.Key));
                var fits = matcher.Matches(Encoding.UTF8.GetBytes(text), EventContext.Empty, RandomEvents.Start);
                Assert.True(fits == expected, $"{string.Join('&', parameters)} is {fits}, not {expected}, for {text}");
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(5, 7));
        // Each parameter was met by some event, except the type that no event has.
        Assert.Empty(Known.Select(pair => pair.Key).Distinct().Except(fitted));
        Assert.True(fitted.Count > 60, $"{fitted.Count} parameters are known.");
    }
}
