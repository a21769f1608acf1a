using System.Buffers.Binary;
using System.Collections;
using System.Reflection;
using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>Encodes events as the contracts log them, written apart from the bindings so that each checks the other.</summary>
internal static class EventEncoder
{
    public static (Hash32[] Topics, byte[] Data) Encode(LedgerEvent logged)
    {
        var topics = new List<Hash32> { Topic(logged.GetType()) };
        var (heads, tails) = (new List<object>(), new List<byte[]>());
        foreach (var parameter in Parameters(logged.GetType()))
        {
            var value = logged.GetType().GetProperty(parameter.Name!)!.GetValue(logged)!;
            if (IsIndexed(parameter)) topics.Add(new Hash32(Word(value)));
            else heads.Add(value);
        }
        var data = new List<byte>();
        var tail = 32 * heads.Count;
        foreach (var value in heads)
        {
            if (value is not IEnumerable list || value is string)
            {
                data.AddRange(Word(value));
                continue;
            }
            var words = list.Cast<object>().SelectMany(Word).ToArray();
            data.AddRange(Word((ulong)tail));
            tails.Add([.. Word((ulong)words.Length / 32), .. words]);
            tail += 32 + words.Length;
        }
        foreach (var bytes in tails) data.AddRange(bytes);
        return ([.. topics], [.. data]);
    }

    private static readonly Dictionary<Type, Hash32> Topics = [];

    private static Hash32 Topic(Type type)
    {
        lock (Topics)
        {
            if (Topics.TryGetValue(type, out var known)) return known;
            var signature = $"{type.Name}({string.Join(',', Parameters(type).Select(parameter => Solidity(parameter.ParameterType)))})";
            return Topics[type] = Keccak256.Hash(Encoding.ASCII.GetBytes(signature));
        }
    }

    private static ParameterInfo[] Parameters(Type type) => type.GetConstructors().Single().GetParameters();

    private static bool IsIndexed(ParameterInfo parameter) =>
        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IndexedAttribute");

    private static string Solidity(Type type) =>
        type.IsGenericType ? Solidity(type.GetGenericArguments()[0]) + "[]"
        : type == typeof(ulong) || type == typeof(PartyId) ? "uint64"
        : type == typeof(uint) || type == typeof(PartyRoles) ? "uint32"
        : type == typeof(byte) || type == typeof(PartyStatus) || type == typeof(Condition) ? "uint8"
        : type == typeof(bool) ? "bool"
        : type == typeof(Address) ? "address"
        : type == typeof(UnitOfMeasure) ? "bytes3"
        : "bytes32";

    private static byte[] Word(object value)
    {
        var word = new byte[32];
        switch (value)
        {
            case Hash32 hash: return hash.ToArray();
            case UnitId unit: return unit.Value.ToArray();
            case LotId lot: return lot.Value.ToArray();
            case NoteId note: return note.Value.ToArray();
            case Address address: address.Span.CopyTo(word.AsSpan(12)); break;
            case UnitOfMeasure uom: Encoding.ASCII.GetBytes(uom.Code, word); break;
            case PartyId party: BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(24), party.Value); break;
            case ulong number: BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(24), number); break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(24),
                Convert.ToUInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
        return word;
    }
}
