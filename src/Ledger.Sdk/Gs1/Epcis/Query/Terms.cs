using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>
/// Numbers by which an index finds events that name something which has no column of its own. Two values may share a number: an index
/// narrows, <see cref="EventMatcher"/> decides.
/// </summary>
public static class Terms
{
    [ThreadStatic]
    private static HashSet<long>? found;

    /// <summary>The first 8 bytes, big-endian, of SHA-256 over kind, a zero byte and value.</summary>
    public static long Of(string kind, string value) => TermMemo.TryGet(kind, value, out var known) ? known : TermMemo.Add(kind, value, Compute(kind, value));

    private static long Compute(string kind, string value)
    {
        var length = Encoding.UTF8.GetMaxByteCount(kind.Length + value.Length + 1);
        Span<byte> text = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        var written = Encoding.UTF8.GetBytes(kind, text);
        text[written++] = 0;
        written += Encoding.UTF8.GetBytes(value, text[written..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text[..written], hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>All terms of an event, each once.</summary>
    public static IReadOnlyCollection<long> OfEvent(EpcisEvent source)
    {
        if (source.Terms is { } known) return known;
        var tape = JsonTape.OfThread;
        return tape.Load(source.Source, setEventsAside: false) is null ? Of(tape) : [];
    }

    /// <summary>All terms of the event on the tape, each once.</summary>
    internal static long[] Of(JsonTape tape)
    {
        var terms = found ??= [];
        terms.Clear();
        Collect(tape, terms);
        return [.. terms];
    }

    internal static void Collect(JsonTape tape, HashSet<long> terms)
    {
        for (var child = 1; child < tape[0].End; child = tape[child].End)
            switch (tape[child].Field)
            {
                case EpcList or ChildEpcs or InputEpcList or OutputEpcList or ParentId:
                    Classes(tape, child, terms);
                    break;
                case BizTransactionList:
                    Members(tape, child, BizTransaction, "bizTransaction", terms);
                    break;
                case SourceList:
                    Members(tape, child, Source, "source", terms);
                    break;
                case DestinationList:
                    Members(tape, child, Destination, "destination", terms);
                    break;
                case TransformationId:
                    terms.Add(Of("transformation", Epc.IdentityOrText(tape.String(child))));
                    break;
                case PersistentDisposition:
                    Dispositions(tape, child, terms);
                    break;
                case SensorElementList:
                    Sensors(tape, child, terms);
                    break;
                case ReadPoint or BizLocation or Ilmd or ErrorDeclaration:
                    Fields(tape, child, terms);
                    break;
                case None:
                    Field(tape, child, tape.Name(child), terms);
                    break;
            }
    }

    private static void Classes(JsonTape tape, int node, HashSet<long> terms)
    {
        string? last = null;
        var end = tape[node].End;
        for (var item = tape[node].Kind == JsonKind.Array ? node + 1 : node; item < end; item = tape[item].End)
        {
            if (tape[item].Kind != JsonKind.String) continue;
            var identity = Epc.IdentityOrText(tape.String(item));
            // Events mostly list many things of one class.
            if (last is not null && identity.StartsWith(last, StringComparison.Ordinal) && identity.AsSpan(last.Length).StartsWith("/21/")) continue;
            var named = EpcPattern.ClassOf(identity) ?? identity;
            if (named == last || (ReferenceEquals(named, identity) && !EpcPattern.IsClass(identity))) continue;
            terms.Add(Of("class", last = named));
        }
    }

    private static void Members(JsonTape tape, int list, EpcisField field, string kind, HashSet<long> terms)
    {
        for (var item = list + 1; item < tape[list].End; item = tape[item].End)
            if (tape.Find(item, field) is >= 0 and var found) terms.Add(Of(kind, Epc.IdentityOrText(tape.Shared(found))));
    }

    private static void Dispositions(JsonTape tape, int node, HashSet<long> terms)
    {
        foreach (var field in (ReadOnlySpan<EpcisField>)[Set, Unset])
            if (tape.Find(node, field) is >= 0 and var list)
                for (var item = list + 1; item < tape[list].End; item = tape[item].End)
                    terms.Add(Of("persistent", CbvTerm.Bare(CbvVocabulary.Disposition, tape.String(item))));
    }

    private static void Sensors(JsonTape tape, int list, HashSet<long> terms)
    {
        for (var node = list + 1; node < tape[list].End; node++)
        {
            if (tape[node].Field == DeviceId && tape[node].Kind == JsonKind.String)
                terms.Add(Of("device", Epc.IdentityOrText(tape.String(node))));
            if (tape[node].Field == EpcisField.Type && tape[node].Kind == JsonKind.String)
                terms.Add(Of("sensor", CbvTerm.Bare(CbvVocabulary.MeasurementType, tape.String(node))));
        }
        Fields(tape, list, terms);
    }

    /// <summary>Members with a prefix, at any depth.</summary>
    private static void Fields(JsonTape tape, int node, HashSet<long> terms)
    {
        if (tape[node].Kind is not (JsonKind.Object or JsonKind.Array)) return;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape[node].Kind == JsonKind.Object && tape.Name(child).Contains((byte)':')) Field(tape, child, tape.Name(child), terms);
            else Fields(tape, child, terms);
    }

    private static void Field(JsonTape tape, int node, ReadOnlySpan<byte> name, HashSet<long> terms)
    {
        if (name.StartsWith("@"u8) || !name.Contains((byte)':')) return;
        if (tape[node].Kind == JsonKind.Array)
        {
            for (var item = node + 1; item < tape[node].End; item = tape[item].End) Field(tape, item, name, terms);
            return;
        }
        if (CanonicalValue.Of(tape, node) is { } value) terms.Add(Of("field:" + FieldName.LocalOf(Encoding.UTF8.GetString(name)), value));
        Fields(tape, node, terms);
    }
}
