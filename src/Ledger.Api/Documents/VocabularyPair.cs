using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Documents;

/// <summary>How events keep the values that many share: two by two (<c>captured.vocabulary_pair</c>), why with why and where with where.</summary>
internal static class VocabularyPair
{
    /// <summary>The column of <c>captured.event</c> with the pair that has a field's value.</summary>
    public static string ColumnOf(VocabularyField field) => field is VocabularyField.BizStep or VocabularyField.Disposition ? "why" : "place";

    /// <summary>The column of <c>captured.vocabulary_pair</c> with a field's value.</summary>
    public static string ValueOf(VocabularyField field) => field is VocabularyField.BizStep or VocabularyField.ReadPoint ? "first" : "second";
}
