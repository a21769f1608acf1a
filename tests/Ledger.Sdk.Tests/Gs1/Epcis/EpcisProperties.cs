using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>What holds for every document.</summary>
public sealed class EpcisProperties
{
    private static readonly byte[][] Samples = [.. Directory.GetFiles(Path.Combine(Repository.Root, "devnet", "samples"),
        "*.json").Select(File.ReadAllBytes)];

    [Fact]
    public void No_bytes_make_the_reader_throw_anything_but_its_error() =>
        Prop.ForAll(Arb.From(Damage.Of(Samples, "{}[]\",:0eE-\\u/%\u0000\u007f\u0080\u00ff9T+")), bytes =>
        {
            if (EpcisDocument.TryParse(bytes, out _, out var problems) != (problems.Count == 0)) return false;
            try
            {
                EventHash.Compute(bytes);
            }
            catch (InvalidEpcisException)
            {
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void The_hash_does_not_depend_on_the_order_of_members_and_lists() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, Samples.Length - 1)), Arb.From(Gen.Choose(0, int.MaxValue)), (sample, seed) =>
        {
            var root = JsonNode.Parse(Samples[sample])!;
            var random = new Random(seed);
            var shuffled = Shuffle(root, random, isEventList: false)!.ToJsonString();
            return EventHash.Compute(Samples[sample]).SequenceEqual(EventHash.Compute(Encoding.UTF8.GetBytes(shuffled)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static JsonNode? Shuffle(JsonNode? node, Random random, bool isEventList)
    {
        switch (node)
        {
            case JsonObject members:
                var pairs = members.Select(m =>
                    KeyValuePair.Create(m.Key, Shuffle(m.Value?.DeepClone(), random, m.Key == "eventList"))).ToArray();
                random.Shuffle(pairs);
                return new JsonObject(pairs);
            case JsonArray list:
                var items = list.Select(i => Shuffle(i?.DeepClone(), random, false)).ToArray();
                if (!isEventList) random.Shuffle(items);
                return new JsonArray(items);
            default:
                return node?.DeepClone();
        }
    }
}
