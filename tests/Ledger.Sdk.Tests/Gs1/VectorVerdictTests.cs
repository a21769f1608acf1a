using System.Text.Json;
using Ledger.Sdk.Gs1;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1;

/// <summary>What <c>ledger gs1 parse</c> says to every published vector without any option, and where it says otherwise, why.</summary>
public sealed class VectorVerdictTests
{
    private const string Companions = "needs --complete: element strings without a primary key may be one of several symbols on an item, "
        + "and other vectors accept such; GS1 General Specifications section 4.13 asks for companions on the item";

    private const string Names = "Digital Link 1.0 and 1.1 allowed names of keys, and other vectors accept them without an option: "
        + "https://a/gtin/12312312312333/ser/ABC123";

    /// <summary>Disagreement and reason.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["(02)12345678901231(37)123"] = Companions,
        ["(99)AAA(02)12345678901231(37)123"] = Companions,
        ["(02)12345678901231(37)123(99)AAA"] = Companions,
        ["(21)ABC123"] = Companions,
        ["(8030)DIGSIG"] = Companions,
        ["https://a/gtin/12312312312333"] = Names,
    };

    [Fact]
    public void Every_vector_agrees_or_is_listed_with_its_reason()
    {
        var disagree = new List<string>();
        var judged = 0;
        foreach (var (text, accepted, options) in All())
        {
            judged++;
            if (Gs1Text.TryParse(text, options, out _, out _) != accepted) disagree.Add(text);
        }
        Assert.Equal(Reasons.Keys.Order(), disagree.Distinct().Order());
        Assert.All(Reasons.Values, reason => Assert.True(reason.Length > 40));
        Assert.True(judged > 250);
    }

    [Fact]
    public void With_complete_companions_are_asked_for()
    {
        foreach (var (text, reason) in Reasons)
            Assert.Equal(reason == Companions, !Gs1Text.TryParse(text, new Gs1Options { Complete = true }, out _, out _));
    }

    private static IEnumerable<(string Text, bool Accepted, Gs1Options Options)> All() =>
    [
        .. Read("ai-parse.json", "bracketed", v => v.GetProperty("ok").GetBoolean()),
        .. Read("ai-process.json", "unbracketed", v => v.GetProperty("ok").GetBoolean()),
        .. Read("ai-validate.json", "ai", v => v.GetProperty("ok").GetBoolean()),
        .. Read("ai-linters.json", "ai", v => v.GetProperty("result").GetString() == "OK"),
        .. Read("dl-uri-parse.json", "uri", v => v.GetProperty("accept").GetBoolean()),
    ];

    private static IEnumerable<(string Text, bool Accepted, Gs1Options Options)> Read(string file, string text, Func<JsonElement, bool> accepted) =>
        from vector in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "digitallink", file))).RootElement.GetProperty("vectors")
            .EnumerateArray()
        // These name a character of the extracted C code, not data.
        where !vector.GetProperty(text).GetString()!.StartsWith('@')
        let options = vector.TryGetProperty("options", out var given) ? given.GetRawText() : ""
        select (vector.GetProperty(text).GetString()!, accepted(vector), new Gs1Options
        {
            PermitUnknown = options.Contains("PermitUnknownAIs", StringComparison.Ordinal),
            PermitShortGtin = options.Contains("PermitZeroSuppressed", StringComparison.Ordinal),
        });
}
