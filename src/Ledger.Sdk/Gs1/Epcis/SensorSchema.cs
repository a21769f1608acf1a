using static Ledger.Sdk.Gs1.Epcis.EpcisField;
using static Ledger.Sdk.Gs1.Epcis.SchemaObject;
using static Ledger.Sdk.Gs1.Epcis.SchemaValues;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>What sensor elements must look like.</summary>
internal static class SensorSchema
{
    private static readonly SchemaCheck MeasurementType = WordOrUri(CbvWords.Measurement.Words, IsGs1Voc);

    private static readonly SchemaCheck Alert = WordOrUri(CbvWords.Alert.Words, IsGs1Voc);

    private static readonly SchemaCheck ComponentValue = WordOrUri(CbvWords.Component.Words, IsCbv);

    private static readonly SchemaObject Metadata = new(ExtraMembers.Named, [],
        (EpcisField.Time, SchemaValues.Time), (StartTime, SchemaValues.Time), (EndTime, SchemaValues.Time), (DeviceId, Uri),
        (DeviceMetadata, Uri),
        (RawData, Uri), (DataProcessingMethod, Uri), (BizRules, Uri));

    private static readonly SchemaObject Report = new(ExtraMembers.Named, [EpcisField.Type],
        (EpcisField.Type, MeasurementType), (EpcisField.Exception, Alert), (DeviceId, Uri), (DeviceMetadata, Uri), (RawData, Uri),
        (DataProcessingMethod, Uri), (BizRules, Uri), (EpcisField.Time, SchemaValues.Time), (Microorganism, Uri), (ChemicalSubstance, Uri),
        (CoordinateReferenceSystem, Uri), (Value, Number), (Component, ComponentValue), (StringValue, Text),
        (BooleanValue, SchemaValues.Boolean),
        (HexBinaryValue, Hexadecimal), (UriValue, Uri), (MinValue, Number), (MaxValue, Number), (MeanValue, Number), (SDev, Number),
        (PercRank, Number), (PercValue, Number), (Uom, Text));

    public static readonly SchemaCheck Element = new SchemaObject(ExtraMembers.Named, [EpcisField.SensorReport],
        (EpcisField.SensorMetadata, Metadata.Check), (EpcisField.SensorReport, List(Report.Check, 1))).Check;
}
