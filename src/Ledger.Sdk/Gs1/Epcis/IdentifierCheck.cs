namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Checks that what looks like a GS1 identifier is one: form, lengths, check digits.</summary>
internal static class IdentifierCheck
{
    public static void Run(SchemaReport report)
    {
        var tape = report.Tape;
        for (var child = 1; child < tape[0].End; child = tape[child].End)
            switch (tape[child].Field)
            {
                case EpcisField.ParentId or EpcisField.TransformationId:
                    Identifier(report, child);
                    break;
                case EpcisField.EpcList or EpcisField.ChildEpcs or EpcisField.InputEpcList or EpcisField.OutputEpcList:
                    for (var epc = child + 1; epc < tape[child].End; epc = tape[epc].End) Identifier(report, epc, isShared: false);
                    break;
                case EpcisField.QuantityList or EpcisField.ChildQuantityList or EpcisField.InputQuantityList or EpcisField.OutputQuantityList:
                    Each(report, child, EpcisField.EpcClass);
                    break;
                case EpcisField.ReadPoint or EpcisField.BizLocation:
                    Identifier(report, tape.Find(child, EpcisField.Id));
                    break;
                case EpcisField.BizTransactionList:
                    Each(report, child, EpcisField.BizTransaction);
                    break;
                case EpcisField.SourceList:
                    Each(report, child, EpcisField.Source);
                    break;
                case EpcisField.DestinationList:
                    Each(report, child, EpcisField.Destination);
                    break;
                case EpcisField.SensorElementList:
                    Sensors(report, child);
                    break;
            }
    }

    /// <summary>One member of each object of a list.</summary>
    private static void Each(SchemaReport report, int list, EpcisField member)
    {
        for (var item = list + 1; list >= 0 && item < report.Tape[list].End; item = report.Tape[item].End)
            Identifier(report, report.Tape.Find(item, member));
    }

    private static void Sensors(SchemaReport report, int list)
    {
        for (var element = list + 1; element < report.Tape[list].End; element = report.Tape[element].End)
        {
            if (report.Tape.Find(element, EpcisField.SensorMetadata) is >= 0 and var metadata) Things(report, metadata);
            var reports = report.Tape.Find(element, EpcisField.SensorReport);
            for (var item = reports + 1; reports >= 0 && item < report.Tape[reports].End; item = report.Tape[item].End) Things(report, item);
        }
    }

    /// <summary>The devices, files and documents behind what sensors observed.</summary>
    private static void Things(SchemaReport report, int node)
    {
        for (var child = node + 1; child < report.Tape[node].End; child = report.Tape[child].End)
            if (report.Tape[child].Field is EpcisField.DeviceId or EpcisField.DeviceMetadata or EpcisField.RawData or EpcisField.DataProcessingMethod or EpcisField.BizRules)
                Identifier(report, child);
    }

    private static void Identifier(SchemaReport report, int node, bool isShared = true)
    {
        if (node < 0 || !LooksLikeGs1(report.Tape.Text(node))) return;
        var text = isShared ? report.Tape.Shared(node) : report.Tape.String(node);
        if (!Epc.TryIdentity(text, out _, out var error))
            report.Add(node, $"{error.Message}{(error.Hint is null ? "" : " " + error.Hint)}");
    }

    private static bool LooksLikeGs1(ReadOnlySpan<byte> text) => text.StartsWith("urn:epc:"u8) || text.StartsWith("http"u8);
}
