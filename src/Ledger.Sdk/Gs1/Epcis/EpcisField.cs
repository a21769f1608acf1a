namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>The member names that EPCIS 2.0 gives meaning to; the order within an event is that of the CBV event hash.</summary>
internal enum EpcisField : byte
{
    /// <summary>An extension, or no member at all.</summary>
    None,
    Type, EventTime, EventTimeZoneOffset, EpcList, ParentId, InputEpcList, ChildEpcs, QuantityList, ChildQuantityList, InputQuantityList,
    OutputEpcList, OutputQuantityList, Action, TransformationId, BizStep, Disposition, PersistentDisposition, ReadPoint, BizLocation,
    BizTransactionList, SourceList, DestinationList, SensorElementList, Ilmd,
    Context, RecordTime, EventId, CertificationInfo, ErrorDeclaration,
    Id, EpcClass, Quantity, Uom, Set, Unset, BizTransaction, Source, Destination, SensorMetadata, SensorReport,
    Time, StartTime, EndTime, DeviceId, DeviceMetadata, RawData, DataProcessingMethod, BizRules, Exception, Microorganism,
    ChemicalSubstance, Value, Component, StringValue, BooleanValue, HexBinaryValue, UriValue, MinValue, MaxValue, MeanValue,
    SDev, PercRank, PercValue, CoordinateReferenceSystem, DeclarationTime, Reason, CorrectiveEventIds,
    SchemaVersion, CreationDate, InstanceIdentifier, Sender, Receiver, EpcisHeader, EpcisBody, EventList, EpcisMasterData,
    VocabularyList, VocabularyElementList, Attributes, Attribute, Children, QueryResults, QueryName, SubscriptionId, ResultsBody,
}

/// <summary>Finds the field of a member name without allocation.</summary>
internal static class EpcisFields
{
    private static readonly byte[][] Names = [.. Enum.GetValues<EpcisField>().Select(f => System.Text.Encoding.UTF8.GetBytes(JsonName(f)))];
    private static readonly byte[] Table = Build(Names);

    /// <summary>The name in JSON, as UTF-8.</summary>
    public static ReadOnlySpan<byte> Name(EpcisField field) => Names[(int)field];

    /// <summary>The field with this name; <see cref="EpcisField.None"/> for any other.</summary>
    public static EpcisField Find(ReadOnlySpan<byte> name)
    {
        for (var slot = Slot(name); Table[slot] != 0; slot = (slot + 1) & (Table.Length - 1))
            if (name.SequenceEqual(Names[Table[slot]])) return (EpcisField)Table[slot];
        return EpcisField.None;
    }

    private static string JsonName(EpcisField field) => field switch
    {
        EpcisField.None => "",
        EpcisField.Context => "@context",
        EpcisField.ChildEpcs => "childEPCs",
        EpcisField.InputEpcList => "inputEPCList",
        EpcisField.OutputEpcList => "outputEPCList",
        EpcisField.CorrectiveEventIds => "correctiveEventIDs",
        EpcisField.Id => "id",
        _ when field.ToString().EndsWith("Id", StringComparison.Ordinal) => Camel(field.ToString()[..^2] + "ID"),
        _ => Camel(field.ToString()),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static byte[] Build(byte[][] names)
    {
        var table = new byte[512];
        for (var i = 1; i < names.Length; i++)
        {
            var slot = Slot(names[i]);
            while (table[slot] != 0) slot = (slot + 1) & (table.Length - 1);
            table[slot] = (byte)i;
        }
        return table;
    }

    private static int Slot(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return 0;
        var mixed = unchecked((uint)(name.Length * 31 + name[0]) * 131 + (uint)name[^1] * 17 + (uint)name[name.Length / 2] * 7);
        return (int)(mixed & 511);
    }
}
