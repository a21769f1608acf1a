using static Ledger.Sdk.Gs1.Epcis.EpcisField;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>EQ_bizTransaction_TYPE, EQ_source_TYPE and EQ_destination_TYPE.</summary>
internal static class PartnerParameters
{
    public static bool Take(QueryParameter parameter, EventQuery query) =>
        Take(parameter, query, "EQ_bizTransaction_", CbvVocabulary.BizTransactionType, BizTransactionList, BizTransaction)
        || Take(parameter, query, "EQ_source_", CbvVocabulary.SourceDestinationType, SourceList, Source)
        || Take(parameter, query, "EQ_destination_", CbvVocabulary.SourceDestinationType, DestinationList, Destination);

    private static bool Take(QueryParameter parameter, EventQuery query, string start, CbvVocabulary vocabulary, EpcisField list, EpcisField id)
    {
        if (!parameter.Name.StartsWith(start, StringComparison.Ordinal)) return false;
        var type = parameter.Name[start.Length..];
        if (type.Length == 0) throw parameter.Fault("the type is missing.", $"Such as {start}{(list == BizTransactionList ? "po" : "owning_party")}.");
        var ofType = NodeTests.Term(vocabulary, [type], parameter.Prefixes);
        var ids = parameter.Texts();
        var ofId = NodeTests.Identity(ids);
        query.Add(Condition.At([list], (reading, node) => reading.Tape.Find(node, id) is >= 0 and var found && ofId(reading, found)
            && reading.Tape.Find(node, EpcisField.Type) is >= 0 and var typed && ofType(reading, typed)));
        query.Scope.Add(System.Text.Encoding.UTF8.GetString(EpcisFields.Name(id)), ids.Select(Epc.IdentityOrText));
        return true;
    }
}
