using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>What an event can be found by besides its EPCs and its vocabulary: 64-bit hashes of kind and canonical value.</summary>
/// <remarks>Two values may share a term; whoever searches by one compares the events themselves.</remarks>
public static class Terms
{
    /// <summary>The first 8 bytes of SHA-256 of kind, a zero byte and value, as a signed big-endian number.</summary>
    public static long Of(string kind, string value)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\0{value}"), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>All terms of an event, each once.</summary>
    public static IReadOnlyCollection<long> OfEvent(EpcisEvent source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var terms = new HashSet<long>();
        foreach (var quantity in source.QuantityList.Concat(source.ChildQuantities).Concat(source.InputQuantities).Concat(source.OutputQuantities))
            terms.Add(Of("epcClass", Epc.IdentityOrText(quantity.EpcClass)));
        foreach (var transaction in source.BizTransactions) terms.Add(Of("bizTransaction", Epc.IdentityOrText(transaction.Id)));
        foreach (var from in source.Sources) terms.Add(Of("source", Epc.IdentityOrText(from.Id)));
        foreach (var to in source.Destinations) terms.Add(Of("destination", Epc.IdentityOrText(to.Id)));
        if (source.TransformationId is { } transformation) terms.Add(Of("transformationID", Epc.IdentityOrText(transformation)));
        return terms;
    }
}
