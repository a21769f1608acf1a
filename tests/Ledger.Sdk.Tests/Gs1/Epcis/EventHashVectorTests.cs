using System.Text;
using System.Text.Json;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Published event hash IDs, read from outside the repository.</summary>
public sealed class EventHashVectorTests
{
    [Theory]
    [InlineData(false, 40)]
    [InlineData(true, 60)]
    public void Every_document_has_the_published_prehash_and_ids(bool isXml, int atLeast)
    {
        var wrong = new List<string>();
        var judged = 0;
        foreach (var document in Read("vectors.json", "documents"))
        {
            var path = document.GetProperty("doc").GetString()!;
            if (path.EndsWith(".xml", StringComparison.Ordinal) != isXml) continue;
            var bytes = File.ReadAllBytes(Vectors.Require("gs1", "eventhash", path));
            var (ids, prehashes) = (EventHash.Compute(bytes), EventHash.Prehash(bytes));
            var expected = document.GetProperty("prehash CBV2.0").EnumerateArray().Select(e => e.GetString()!).ToArray();
            if (expected.Length != ids.Count) wrong.Add($"{path}: {ids.Count} events, not {expected.Length}");
            for (var i = 0; i < Math.Min(ids.Count, expected.Length); i++)
            {
                judged++;
                if (prehashes[i] != expected[i]) wrong.Add($"{path} {i}:\n  {prehashes[i]}\n  {expected[i]}");
                else if (ids[i] != document.GetProperty("CBV2.0")[i].GetString()) wrong.Add($"{path} {i}: {ids[i]}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(judged > atLeast, $"{judged}");
    }

    [Fact]
    public void Descriptions_of_one_event_have_one_id()
    {
        foreach (var group in Read("equal-groups.json", "groups"))
        {
            var ids = group.EnumerateArray().Select(p =>
                EventHash.Compute(File.ReadAllBytes(Vectors.Require("gs1", "eventhash", p.GetString()!))).Single());
            Assert.Single(ids.Distinct());
        }
    }

    [Fact]
    public void Every_identifier_is_normalised_as_published()
    {
        var wrong = new List<string>();
        foreach (var vector in Read("normaliser-vectors.json", "vectors"))
        {
            var (text, expected) = (vector.GetProperty("in").GetString()!, vector.GetProperty("out").GetString());
            var buffer = new PrehashBuffer();
            var actual = IdentifierNormaliser.TryAppend(Encoding.UTF8.GetBytes(text), buffer) ? Encoding.UTF8.GetString(buffer.Written)
                : null;
            if (actual != expected) wrong.Add($"{text}: {actual}, not {expected}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static IEnumerable<JsonElement> Read(string file, string member) =>
        JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "eventhash", file))).RootElement.GetProperty(member).EnumerateArray();
}
