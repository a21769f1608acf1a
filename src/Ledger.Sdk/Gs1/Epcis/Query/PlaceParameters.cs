namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>EQ_ and WD_ of readPoint and bizLocation.</summary>
internal static class PlaceParameters
{
    /// <summary>What stands before the extension of a location in canonical form.</summary>
    private const string Extension = "/254/";

    public static void Take(QueryParameter parameter, EventQuery query, VocabularyField field, bool descendants)
    {
        EpcisField[] path = [field == VocabularyField.ReadPoint ? EpcisField.ReadPoint : EpcisField.BizLocation, EpcisField.Id];
        var places = parameter.Texts();
        string[] canonical = [.. places.Select(Epc.IdentityOrText)];
        if (!descendants)
        {
            query.Add(Condition.At(path, NodeTests.Identity(places)));
            query.Scope.Add(new VocabularyChoice(field, canonical, null));
            return;
        }
        var demand = new MasterDataDemand(MasterDataQuestion.Descendants, "", canonical);
        query.Add(demand);
        query.Scope.Add(new VocabularyChoice(field, canonical, demand));
        query.Add(Condition.At(path, (reading, node) => reading.Tape[node].Kind == JsonKind.String
            && Epc.IdentityOrText(reading.Tape.String(node)) is var place
            && (Array.Exists(canonical, outer => IsWithin(place, outer)) || reading.Known(demand).Contains(place))));
    }

    /// <summary>
    /// Whether a place is the other or a part of it by its number alone: a GLN with extension identifies a place inside that of the GLN
    /// (GS1 General Specifications 3.5.10, AI 254).
    /// </summary>
    public static bool IsWithin(string place, string outer) => place == outer
        || (place.Length > outer.Length + Extension.Length && place.StartsWith(outer, StringComparison.Ordinal)
            && place.AsSpan(outer.Length).StartsWith(Extension) && outer.StartsWith(DigitalLink.CanonicalStem + "/414/", StringComparison.Ordinal));
}
