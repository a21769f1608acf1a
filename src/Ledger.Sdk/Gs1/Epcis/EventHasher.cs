using System.Security.Cryptography;
using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>
/// Computes event hash IDs of CBV 2.0 (section 8.9) in its ratified dialect. Keeps its memory; not for two threads at once.
/// </summary>
internal sealed class EventHasher
{
    private static readonly EpcisField[] MetadataFields = [Time, StartTime, EndTime, DeviceId, DeviceMetadata, RawData,
        DataProcessingMethod, BizRules];

    private static readonly EpcisField[] ReportFields =
    [
        EpcisField.Type, EpcisField.Exception, DeviceId, DeviceMetadata, RawData, DataProcessingMethod, Time, Microorganism,
        ChemicalSubstance, Value, Component,
        StringValue, BooleanValue, HexBinaryValue, UriValue, MinValue, MaxValue, MeanValue, SDev, PercRank, PercValue, Uom,
        CoordinateReferenceSystem,
    ];

    private readonly PrehashBuffer buffer = new();
    private JsonTape tape = new();
    private ContextPrefixes prefixes = null!;

    /// <summary>The ID of the event on the tape.</summary>
    public string Compute(JsonTape source, ContextPrefixes contexts) => EventHash.IdOf(Hash(source, contexts));

    /// <summary>The 32 bytes of the ID of the event on the tape.</summary>
    public byte[] Hash(JsonTape source, ContextPrefixes contexts)
    {
        Write(source, contexts);
        return SHA256.HashData(buffer.Written);
    }

    /// <summary>The string that is hashed.</summary>
    public string Prehash(JsonTape source, ContextPrefixes contexts)
    {
        Write(source, contexts);
        return System.Text.Encoding.UTF8.GetString(buffer.Written);
    }

    private void Write(JsonTape source, ContextPrefixes contexts)
    {
        buffer.Clear();
        tape = source;
        prefixes = contexts.With(source, source.Find(0, Context));
        Span<int> places = stackalloc int[(int)Ilmd + 1];
        places.Fill(-1);
        for (var child = 1; child < tape[0].End; child = tape[child].End)
            if (tape[child].Field is > EpcisField.None and <= Ilmd) places[(int)tape[child].Field] = child;
        for (var field = EpcisField.Type; field <= Ilmd; field++)
            if (places[(int)field] >= 0) Standard(field, places[(int)field]);
        for (var field = EpcisField.Type; field < Ilmd; field++)
            if (places[(int)field] >= 0) Within(field, places[(int)field]);
        var extensions = new ExtensionWriter(tape, buffer);
        extensions.Members(0, prefixes);
    }

    private void Standard(EpcisField field, int node)
    {
        switch (field)
        {
            case EpcisField.Type:
                buffer.Append("eventType="u8);
                buffer.Append(tape.Text(node));
                break;
            case EpcList or InputEpcList or ChildEpcs or OutputEpcList:
                List(field, node, "epc"u8);
                break;
            case QuantityList or ChildQuantityList or InputQuantityList or OutputQuantityList:
                Structures(field, node, "quantityElement"u8, EpcClass, Quantity, Uom);
                break;
            case BizTransactionList:
                Structures(field, node, default, EpcisField.Type, BizTransaction);
                break;
            case SourceList:
                Structures(field, node, default, EpcisField.Type, Source);
                break;
            case DestinationList:
                Structures(field, node, default, EpcisField.Type, Destination);
                break;
            case PersistentDisposition:
                Dispositions(node);
                break;
            case ReadPoint or BizLocation:
                Named(field, node);
                break;
            case SensorElementList:
                Sensors(node);
                break;
            case Ilmd:
                Master(node);
                break;
            default:
                Scalar(field, EpcisField.None, EpcisFields.Name(field), node);
                break;
        }
    }

    private bool Scalar(EpcisField field, EpcisField parent, ReadOnlySpan<byte> name, int node)
    {
        var start = buffer.Length;
        buffer.Append(name);
        buffer.Append((byte)'=');
        if (ValueNormaliser.TryAppend(field, parent, tape[node].Kind, tape.Text(node), buffer)) return true;
        buffer.Truncate(start);
        return false;
    }

    private void List(EpcisField field, int node, ReadOnlySpan<byte> element)
    {
        var start = buffer.Length;
        buffer.Append(EpcisFields.Name(field));
        if (!Values(field, node, element)) buffer.Truncate(start);
    }

    /// <summary>The values of an array, each behind the name, sorted.</summary>
    private bool Values(EpcisField field, int node, ReadOnlySpan<byte> name)
    {
        var first = buffer.Marks;
        var any = false;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
        {
            buffer.Mark();
            any |= Scalar(field, EpcisField.None, name, child);
        }
        buffer.Sort(first);
        return any;
    }

    private void Structures(EpcisField field, int node, ReadOnlySpan<byte> element, params ReadOnlySpan<EpcisField> members)
    {
        var start = buffer.Length;
        buffer.Append(EpcisFields.Name(field));
        var first = buffer.Marks;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
        {
            buffer.Mark();
            Structure(field, child, element, members);
        }
        buffer.Sort(first);
        if (buffer.Length == start + EpcisFields.Name(field).Length) buffer.Truncate(start);
    }

    private void Structure(EpcisField parent, int node, ReadOnlySpan<byte> name, ReadOnlySpan<EpcisField> members)
    {
        var start = buffer.Length;
        buffer.Append(name);
        var empty = buffer.Length;
        foreach (var member in members)
            if (tape.Find(node, member) is >= 0 and var found) Scalar(member, parent, EpcisFields.Name(member), found);
        if (buffer.Length == empty) buffer.Truncate(start);
    }

    private void Dispositions(int node)
    {
        var start = buffer.Length;
        buffer.Append("persistentDisposition"u8);
        var any = tape.Find(node, Set) is >= 0 and var set && Values(Set, set, "set"u8);
        any |= tape.Find(node, Unset) is >= 0 and var unset && Values(Unset, unset, "unset"u8);
        if (!any) buffer.Truncate(start);
    }

    private void Named(EpcisField field, int node)
    {
        var start = buffer.Length;
        buffer.Append(EpcisFields.Name(field));
        if (tape.Find(node, Id) is not (>= 0 and var id) || !Scalar(Id, field, "id"u8, id)) buffer.Truncate(start);
    }

    private void Sensors(int node)
    {
        var first = buffer.Marks;
        for (var element = node + 1; element < tape[node].End; element = tape[element].End)
        {
            buffer.Mark();
            buffer.Append("sensorElement"u8);
            if (tape.Find(element, EpcisField.SensorMetadata) is >= 0 and var metadata)
                Structure(EpcisField.SensorMetadata, metadata, "sensorMetadata"u8, MetadataFields);
            var reports = tape.Find(element, EpcisField.SensorReport);
            var second = buffer.Marks;
            for (var report = reports + 1; reports >= 0 && report < tape[reports].End; report = tape[report].End)
            {
                buffer.Mark();
                Structure(EpcisField.SensorReport, report, "sensorReport"u8, ReportFields);
            }
            buffer.Sort(second);
        }
        buffer.Sort(first);
    }

    private void Master(int node)
    {
        var start = buffer.Length;
        buffer.Append("ilmd"u8);
        if (!new ExtensionWriter(tape, buffer).Members(node, prefixes)) buffer.Truncate(start);
    }

    /// <summary>Extensions inside a standard field, under its name and path.</summary>
    private void Within(EpcisField field, int node)
    {
        var extensions = new ExtensionWriter(tape, buffer);
        if (field is ReadPoint or BizLocation) Under(EpcisFields.Name(field), node, extensions);
        if (field != SensorElementList) return;
        var first = buffer.Marks;
        for (var element = node + 1; element < tape[node].End; element = tape[element].End)
        {
            buffer.Mark();
            var start = buffer.Length;
            buffer.Append("sensorElement"u8);
            var empty = buffer.Length;
            if (tape.Find(element, EpcisField.SensorMetadata) is >= 0 and var metadata) Under("sensorMetadata"u8, metadata, extensions);
            var reports = tape.Find(element, EpcisField.SensorReport);
            var second = buffer.Marks;
            for (var report = reports + 1; reports >= 0 && report < tape[reports].End; report = tape[report].End)
            {
                buffer.Mark();
                Under("sensorReport"u8, report, extensions);
            }
            buffer.Sort(second);
            extensions.Members(element, prefixes);
            if (buffer.Length == empty) buffer.Truncate(start);
        }
        buffer.Sort(first);
    }

    private void Under(ReadOnlySpan<byte> name, int node, ExtensionWriter extensions)
    {
        var start = buffer.Length;
        buffer.Append(name);
        if (!extensions.Members(node, prefixes)) buffer.Truncate(start);
    }
}
