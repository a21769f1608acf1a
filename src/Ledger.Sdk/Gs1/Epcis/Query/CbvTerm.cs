namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The vocabularies of the CBV whose terms are written as bare word, URN, web URI or compact URI.</summary>
public enum CbvVocabulary
{
    /// <summary>Business steps.</summary>
    BizStep,

    /// <summary>Dispositions.</summary>
    Disposition,

    /// <summary>Types of business transactions.</summary>
    BizTransactionType,

    /// <summary>Types of sources and destinations.</summary>
    SourceDestinationType,

    /// <summary>Reasons of error declarations.</summary>
    ErrorReason,

    /// <summary>Types of measurement, of the GS1 web vocabulary.</summary>
    MeasurementType,
}

/// <summary>One form for each term: the bare word for those of the CBV, any other as it is.</summary>
public static class CbvTerm
{
    private const string Urn = "urn:epcglobal:cbv:";

    private static readonly (string Urn, string Web)[] Names =
        [("bizstep", "BizStep"), ("disp", "Disp"), ("btt", "BTT"), ("sdt", "SDT"), ("er", "ER"), ("", "")];

    private static readonly string[] Stems = ["https://ref.gs1.org/cbv/", "https://ns.gs1.org/cbv/", "http://ns.gs1.org/cbv/", "cbv:"];

    private static readonly string[] VocStems =
        ["https://gs1.org/voc/", "https://www.gs1.org/voc/", "http://gs1.org/voc/", "https://ref.gs1.org/voc/", "gs1:"];

    /// <summary>The bare word of <c>urn:epcglobal:cbv:bizstep:shipping</c>, <c>https://ref.gs1.org/cbv/BizStep-shipping</c> or
    /// <c>cbv:BizStep-shipping</c>; anything else unchanged.</summary>
    public static string Bare(CbvVocabulary vocabulary, string term)
    {
        if (!term.Contains(':', StringComparison.Ordinal)) return term;
        if (vocabulary == CbvVocabulary.MeasurementType) return Without(term, VocStems, "") ?? term;
        var (urn, web) = Names[(int)vocabulary];
        return Without(term, [Urn], urn + ":") ?? Without(term, Stems, web + "-") ?? term;
    }

    /// <summary>The URN of a bare word; anything else unchanged.</summary>
    public static string ToUrn(CbvVocabulary vocabulary, string term) =>
        Bare(vocabulary, term) is var bare && IsBare(bare) && vocabulary != CbvVocabulary.MeasurementType
            ? $"{Urn}{Names[(int)vocabulary].Urn}:{bare}" : term;

    /// <summary>The web URI of a bare word; anything else unchanged.</summary>
    public static string ToWebUri(CbvVocabulary vocabulary, string term) =>
        Bare(vocabulary, term) is var bare && !IsBare(bare) ? term
        : vocabulary == CbvVocabulary.MeasurementType ? $"https://gs1.org/voc/{bare}"
        : $"{Stems[0]}{Names[(int)vocabulary].Web}-{bare}";

    /// <summary>The bare words of the CBV 2.0; none for measurements, which are the GS1 web vocabulary's.</summary>
    public static IReadOnlyList<string> Words(CbvVocabulary vocabulary) => vocabulary switch
    {
        CbvVocabulary.BizStep => CbvWords.BizStep.Words.Split(' '),
        CbvVocabulary.Disposition => CbvWords.Disposition.Words.Split(' '),
        CbvVocabulary.BizTransactionType => CbvWords.Transaction.Words.Split(' '),
        CbvVocabulary.SourceDestinationType => CbvWords.Party.Words.Split(' '),
        CbvVocabulary.ErrorReason => CbvWords.ErrorReason.Words.Split(' '),
        _ => [],
    };

    private static bool IsBare(string term) => term.Length > 0 && !term.Contains(':', StringComparison.Ordinal);

    private static string? Without(string term, ReadOnlySpan<string> stems, string name)
    {
        foreach (var stem in stems)
            if (term.StartsWith(stem, StringComparison.Ordinal) && term.AsSpan(stem.Length).StartsWith(name, StringComparison.Ordinal))
                return term[(stem.Length + name.Length)..];
        return null;
    }
}
