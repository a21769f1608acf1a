using System.Text;
using Ledger.Api.Documents;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Confidentiality;

/// <summary>What an event of which something is sealed is found by: its readers have a list each (<c>captured.reader_term</c>), blinded.</summary>
internal static class ReaderTerms
{
    private const string Gln = DigitalLink.CanonicalStem + "/414/";
    private const string Extension = "/254/";

    /// <summary>All that an event can be found by, what of it is public included: a reader may know another time of it than the public.</summary>
    public static HashSet<long> Of(MasterKey master, CapturedEvent captured)
    {
        var terms = captured.Terms.Select(term => OfTerm(master, term)).ToHashSet();
        terms.UnionWith(captured.Epcs.Select(epc => OfEpc(master, epc.Id.Span)));
        terms.Add(master.BlindEventId(captured.EventId));
        AddTerm(terms, master, VocabularyField.BizStep, captured.BizStep);
        AddTerm(terms, master, VocabularyField.Disposition, captured.Disposition);
        AddPlace(terms, master, VocabularyField.ReadPoint, captured.ReadPoint);
        AddPlace(terms, master, VocabularyField.BizLocation, captured.BizLocation);
        return terms;
    }

    /// <summary>What events of one of these identifiers and terms are found by.</summary>
    public static IEnumerable<long> Of(MasterKey master, IndexedChoice choice) =>
    [
        .. choice.Epcs.Distinct().Select(epc => OfEpc(master, UnitId.Of(epc).Value.Span)),
        .. choice.Terms.Distinct().Select(term => OfTerm(master, term)),
    ];

    /// <summary>What events with one of these values are found by.</summary>
    /// <param name="master">The master key.</param>
    /// <param name="choice">The field, and whether what lies within the values counts.</param>
    /// <param name="values">The values, those that master data give included.</param>
    public static IEnumerable<long> Of(MasterKey master, VocabularyChoice choice, IReadOnlyCollection<string> values)
    {
        foreach (var value in values.Distinct())
        {
            yield return OfValue(master, choice.Field, value);
            if (choice.Descendants is not null && value.StartsWith(Gln, StringComparison.Ordinal)) yield return Within(master, choice.Field, value);
        }
        // Terms of someone's own may have been captured as compact URIs, which only their document explains.
        if (choice.Field <= VocabularyField.Disposition && values.Any(value => value.Contains(':', StringComparison.Ordinal))) yield return OfValue(master, choice.Field, "");
    }

    /// <summary>What the events that name a unit or lot are found by.</summary>
    public static long OfEpc(MasterKey master, ReadOnlySpan<byte> id) => master.BlindTerm("epc", id);

    private static long OfTerm(MasterKey master, long term) => master.BlindTerm("term", BitConverter.GetBytes(term));

    private static long OfValue(MasterKey master, VocabularyField field, string value) => master.BlindTerm($"{field}", Encoding.UTF8.GetBytes(value));

    private static long Within(MasterKey master, VocabularyField field, string outer) => master.BlindTerm($"{field} within", Encoding.UTF8.GetBytes(outer));

    private static void AddTerm(HashSet<long> terms, MasterKey master, VocabularyField field, string? value)
    {
        if (value is null) return;
        terms.Add(OfValue(master, field, value));
        var isCompact = value.Contains(':', StringComparison.Ordinal) && !value.Contains("://", StringComparison.Ordinal) && !value.StartsWith("urn:", StringComparison.Ordinal);
        if (isCompact) terms.Add(OfValue(master, field, ""));
    }

    private static void AddPlace(HashSet<long> terms, MasterKey master, VocabularyField field, string? place)
    {
        if (place is null) return;
        terms.Add(OfValue(master, field, place));
        if (place.StartsWith(Gln, StringComparison.Ordinal) && place.IndexOf(Extension, Gln.Length, StringComparison.Ordinal) is > 0 and var end) terms.Add(Within(master, field, place[..end]));
    }
}
