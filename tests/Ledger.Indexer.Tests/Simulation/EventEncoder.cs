using System.Buffers.Binary;
using System.Collections;
using System.Reflection;
using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>Encodes events as the contracts log them, written apart from the bindings so that each checks the other.</summary>
internal static class EventEncoder
{
    public static (Hash32[] Topics, byte[] Data) Encode(LedgerEvent logged)
    {
        var topics = new List<Hash32> { Topic(logged.GetType()) };
        var fields = new List<object>();
        foreach (var parameter in Parameters(logged.GetType()))
        {
            var value = logged.GetType().GetProperty(parameter.Name!)!.GetValue(logged)!;
            if (IsIndexed(parameter)) topics.Add(new Hash32(Word(value)));
            else fields.Add(value);
        }
        return ([.. topics], Tuple(fields));
    }

    private static byte[] Tuple(IReadOnlyList<object> fields)
    {
        var (data, tails) = (new List<byte>(), new List<byte>());
        var heads = fields.Sum(field => IsStruct(field.GetType()) && !IsDynamic(field.GetType()) ? Tuple(Fields(field)).Length : 32);
        foreach (var value in fields)
        {
            if (!IsDynamic(value.GetType()))
            {
                data.AddRange(IsStruct(value.GetType()) ? Tuple(Fields(value)) : Word(value));
                continue;
            }
            data.AddRange(Word((ulong)(heads + tails.Count)));
            if (value is IEnumerable list) tails.AddRange([.. Word((ulong)list.Cast<object>().Count()), .. list.Cast<object>().SelectMany(Word)]);
            else tails.AddRange(Tuple(Fields(value)));
        }
        return [.. data, .. tails];
    }

    private static bool IsStruct(Type type) => type.IsClass && !type.IsArray && !type.IsAssignableTo(typeof(IEnumerable));

    private static bool IsDynamic(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable))
        || (IsStruct(type) && Parameters(type).Any(parameter => IsDynamic(parameter.ParameterType)));

    private static object[] Fields(object record) =>
        [.. Parameters(record.GetType()).Select(parameter => record.GetType().GetProperty(parameter.Name!)!.GetValue(record)!)];

    private static readonly Dictionary<Type, Hash32> Topics = [];

    private static Hash32 Topic(Type type)
    {
        lock (Topics)
        {
            if (Topics.TryGetValue(type, out var known)) return known;
            var signature = $"{type.Name}({string.Join(',', Parameters(type).Select(Solidity))})";
            return Topics[type] = Keccak256.Hash(Encoding.ASCII.GetBytes(signature));
        }
    }

    private static ParameterInfo[] Parameters(Type type) =>
        type.GetConstructors().Single(constructor => constructor.GetParameters() is not [var only] || only.ParameterType != type).GetParameters();

    private static bool IsIndexed(ParameterInfo parameter) =>
        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "IndexedAttribute");

    private static string Solidity(ParameterInfo parameter) =>
        parameter.Member.DeclaringType == typeof(Transfer) && parameter.ParameterType == typeof(ulong) ? "uint256" : Solidity(parameter.ParameterType);

    private static string Solidity(Type type) =>
        IsStruct(type) && !type.IsGenericType ? $"({string.Join(',', Parameters(type).Select(Solidity))})"
        : type.IsGenericType ? Solidity(type.GetGenericArguments()[0]) + "[]"
        : type == typeof(ulong) || type == typeof(PartyId) ? "uint64"
        : type == typeof(uint) || type == typeof(PartyRoles) ? "uint32"
        : type == typeof(byte) || type == typeof(CollateralKind) || type == typeof(PartyStatus) || type == typeof(Condition) ? "uint8"
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
            case OrderId order: return order.Value.ToArray();
            case ReceivableId receivable: return receivable.Value.ToArray();
            case PositionId position: return position.Value.ToArray();
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
