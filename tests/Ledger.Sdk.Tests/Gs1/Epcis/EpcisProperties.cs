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
        Prop.ForAll(Arb.From(Damaged()), bytes =>
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

    private static Gen<byte[]> Damaged() =>
        from sample in Gen.Choose(0, Samples.Length - 1)
        from places in Gen.Choose(0, int.MaxValue).ArrayOf(3)
        from bytes in Gen.Elements("{}[]\",:0eE-\\u/%\u0000\u007f\u0080\u00ff9T+".Select(c => (byte)c).ToArray()).ArrayOf(3)
        from kind in Gen.Choose(0, 3)
        select Damage(Samples[sample], places, bytes, kind);

    private static byte[] Damage(byte[] sample, int[] places, byte[] bytes, int kind)
    {
        var copy = sample.ToList();
        for (var i = 0; i < places.Length; i++)
        {
            var at = places[i] % copy.Count;
            if (kind == 0) copy[at] = bytes[i];
            else if (kind == 1) copy.Insert(at, bytes[i]);
            else if (kind == 2) copy.RemoveAt(at);
            else copy.RemoveRange(at, Math.Min(copy.Count - at - 1, 40));
        }
        return [.. copy];
    }
}
