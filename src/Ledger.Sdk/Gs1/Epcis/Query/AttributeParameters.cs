using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>HASATTR_ and EQATTR_: fields whose value is known to master data, with an attribute there.</summary>
internal static class AttributeParameters
{
    private static readonly Dictionary<string, EpcisField[][]> Fields = new(StringComparer.Ordinal)
    {
        ["bizStep"] = [[BizStep]],
        ["disposition"] = [[Disposition]],
        ["readPoint"] = [[ReadPoint, Id]],
        ["bizLocation"] = [[BizLocation, Id]],
        ["bizTransaction"] = [[BizTransactionList, BizTransaction]],
        ["source"] = [[SourceList, Source]],
        ["destination"] = [[DestinationList, Destination]],
        ["epcClass"] = [[QuantityList, EpcClass], [ChildQuantityList, EpcClass], [InputQuantityList, EpcClass], [OutputQuantityList, EpcClass]],
        ["parentID"] = [[ParentId]],
        ["epc"] = [[EpcList], [ChildEpcs], [InputEpcList], [OutputEpcList]],
    };

    public static bool Take(QueryParameter parameter, EventQuery query)
    {
        if (Rest(parameter.Name, "HASATTR_") is { } has)
            Add(parameter, query, has, new MasterDataDemand(MasterDataQuestion.HasAttribute, "",
                [.. parameter.Texts().Select(name => FieldName.Normal(name, parameter.Prefixes))]));
        else if ((Rest(parameter.Name, "EQATTR_") ?? Rest(parameter.Name, "EQ_ATTR_")) is { } equal)
        {
            var cut = Fields.Keys.FirstOrDefault(name => equal.StartsWith(name + "_", StringComparison.Ordinal)) is { } known
                ? known.Length : equal.LastIndexOf('_');
            if (cut < 1 || cut == equal.Length - 1) throw parameter.Fault("the attribute's name is missing.", "EQATTR_ field _ attribute.");
            Add(parameter, query, equal[..cut], new MasterDataDemand(MasterDataQuestion.AttributeEquals,
                FieldName.Normal(equal[(cut + 1)..], parameter.Prefixes), parameter.Scalars()));
        }
        else return false;
        return true;
    }

    private static void Add(QueryParameter parameter, EventQuery query, string name, MasterDataDemand demand)
    {
        query.Add(demand);
        NodeTest test = (reading, node) => reading.Tape[node].Kind == JsonKind.String
            && reading.Known(demand).Contains(Epc.IdentityOrText(reading.Tape.String(node)));
        if (Fields.TryGetValue(name, out var paths)) query.Add(Condition.Any(paths, test));
        else
            query.Add(new FieldCondition([], FieldName.Parse(name, parameter.Prefixes)
                ?? throw parameter.Fault($"'{name}' is no field with master data."), isInner: false, test));
    }

    private static string? Rest(string name, string start) => name.StartsWith(start, StringComparison.Ordinal) ? name[start.Length..] : null;
}
