using System.Numerics;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>How states are written: the same state gives the same bytes.</summary>
internal static class StateFile
{
    /// <summary>A sum, without its leading zeros: most are small.</summary>
    public static void Sum(this BinaryWriter writer, UInt128 sum)
    {
        writer.Write7BitEncodedInt64((long)(ulong)(sum & (ulong.MaxValue >> 1)));
        var rest = sum >> 63;
        writer.Write(rest != 0);
        if (rest == 0) return;
        writer.Write((ulong)(rest >> 64));
        writer.Write(unchecked((ulong)rest));
    }

    public static UInt128 Sum(this BinaryReader reader)
    {
        var sum = (UInt128)(ulong)reader.Read7BitEncodedInt64();
        return reader.ReadBoolean() ? sum | (new UInt128(reader.ReadUInt64(), reader.ReadUInt64()) << 63) : sum;
    }

    public static void Number(this BinaryWriter writer, ulong number) => writer.Write7BitEncodedInt64(unchecked((long)number));

    public static ulong Number(this BinaryReader reader) => unchecked((ulong)reader.Read7BitEncodedInt64());

    public static void Party(this BinaryWriter writer, PartyId party) => writer.Number(party.Value);

    public static PartyId Party(this BinaryReader reader) => new(reader.Number());

    public static void Hash(this BinaryWriter writer, Hash32 hash) => writer.Write(hash.Span);

    public static Hash32 Hash(this BinaryReader reader) => new(reader.ReadBytes(32));

    /// <summary>A dictionary, in the order of its keys.</summary>
    public static void Table<TKey, TValue>(this BinaryWriter writer, Dictionary<TKey, TValue> table, Action<TKey> key, Action<TValue> value)
        where TKey : notnull
    {
        writer.Write7BitEncodedInt(table.Count);
        foreach (var (name, entry) in table.OrderBy(pair => pair.Key))
        {
            key(name);
            value(entry);
        }
    }

    public static void Table<TKey, TValue>(this BinaryReader reader, Dictionary<TKey, TValue> table, Func<TKey> key, Func<TValue> value)
        where TKey : notnull
    {
        var count = reader.Read7BitEncodedInt();
        table.EnsureCapacity(count);
        for (; count > 0; count--)
        {
            var name = key();
            table[name] = value();
        }
    }

    /// <summary>How many decimal digits a sum has; 0 for 0.</summary>
    public static int Digits(UInt128 sum) => sum == 0 ? 0 : ((BigInteger)sum).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
}
