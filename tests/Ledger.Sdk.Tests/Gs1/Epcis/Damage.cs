using FsCheck;
using FsCheck.Fluent;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Valid documents with a few bytes changed, added, taken out or repeated: what hostile and broken senders send.</summary>
internal static class Damage
{
    /// <summary>Damaged copies of the samples; changed and added bytes are of the alphabet.</summary>
    public static Gen<byte[]> Of(byte[][] samples, string alphabet) =>
        from sample in Gen.Choose(0, samples.Length - 1)
        from places in Gen.Choose(0, int.MaxValue).ArrayOf(3)
        from bytes in Gen.Elements(alphabet.Select(c => (byte)c).ToArray()).ArrayOf(3)
        from kind in Gen.Choose(0, 4)
        select Apply(samples[sample], places, bytes, kind);

    private static byte[] Apply(byte[] sample, int[] places, byte[] bytes, int kind)
    {
        var copy = sample.ToList();
        for (var i = 0; i < places.Length; i++)
        {
            var at = places[i] % copy.Count;
            if (kind == 0) copy[at] = bytes[i];
            else if (kind == 1) copy.Insert(at, bytes[i]);
            else if (kind == 2) copy.RemoveAt(at);
            else if (kind == 3) copy.RemoveRange(at, Math.Min(copy.Count - at - 1, 40));
            else copy.InsertRange(at, copy.GetRange(places[^1] % Math.Max(1, at), Math.Min(30, copy.Count - places[^1] % Math.Max(1, at))));
        }
        return [.. copy];
    }
}
