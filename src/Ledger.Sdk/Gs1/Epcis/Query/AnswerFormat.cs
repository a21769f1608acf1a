using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>How EPCs, places and parties are written in answers: the header GS1-EPC-Format.</summary>
public enum EpcFormat
{
    /// <summary>As GS1 Digital Link: the standard's default.</summary>
    DigitalLink,

    /// <summary>As EPC URN. Where a Digital Link does not tell the length of the company prefix, it is taken as seven digits.</summary>
    Urn,

    /// <summary>As captured.</summary>
    NoPreference,

    /// <summary>As captured.</summary>
    NeverTranslates,
}

/// <summary>How terms of the CBV are written in answers: the header GS1-CBV-Format, or GS1-CBV-XML-Format for XML.</summary>
public enum CbvFormat
{
    /// <summary>As captured.</summary>
    NoPreference,

    /// <summary>As URI of the GS1 web vocabulary.</summary>
    WebUri,

    /// <summary>As URN.</summary>
    Urn,

    /// <summary>As captured.</summary>
    NeverTranslates,
}

/// <summary>How identifiers and terms of answers are written. No form changes the hash of an event.</summary>
public readonly record struct AnswerFormat(EpcFormat Epc, CbvFormat Cbv)
{
    /// <summary>As captured.</summary>
    public static AnswerFormat AsCaptured { get; } = new(EpcFormat.NeverTranslates, CbvFormat.NeverTranslates);

    /// <summary>Whether nothing changes.</summary>
    internal bool KeepsAll => Epc is EpcFormat.NoPreference or EpcFormat.NeverTranslates && Cbv is CbvFormat.NoPreference or CbvFormat.NeverTranslates;

    /// <summary>An identifier in the form wanted; unchanged where it has none, or where the other form would hash differently.</summary>
    public string Identifier(string text)
    {
        var isUrn = text.StartsWith("urn:epc:", StringComparison.Ordinal);
        if (Epc == EpcFormat.DigitalLink) return isUrn ? Normal(text) ?? text : text;
        if (Epc != EpcFormat.Urn || isUrn || !Gs1.Epc.IsWeb(text)) return text;
        return Gs1.Epc.TryParse(text, out var epc) && epc.Urn is { } urn && Normal(urn) == Normal(text) ? urn : text;
    }

    /// <summary>A term in the form wanted; unchanged if it is none of the CBV.</summary>
    public string Term(CbvVocabulary vocabulary, string term) => Cbv switch
    {
        CbvFormat.Urn => CbvTerm.ToUrn(vocabulary, term),
        CbvFormat.WebUri => CbvTerm.ToWebUri(vocabulary, term),
        _ => term,
    };

    /// <summary>Reads the value of GS1-EPC-Format, such as <c>Always_EPC_URN</c>; null for any other text.</summary>
    public static EpcFormat? ParseEpc(string text) => text switch
    {
        "Always_GS1_Digital_Link" => EpcFormat.DigitalLink,
        "Always_EPC_URN" => EpcFormat.Urn,
        "No_Preference" => EpcFormat.NoPreference,
        "Never_Translates" => EpcFormat.NeverTranslates,
        _ => null,
    };

    /// <summary>Reads the value of GS1-CBV-Format, such as <c>Always_Web_URI</c>; null for any other text.</summary>
    public static CbvFormat? ParseCbv(string text) => text switch
    {
        "Always_Web_URI" => CbvFormat.WebUri,
        "Always_URN" => CbvFormat.Urn,
        "No_Preference" => CbvFormat.NoPreference,
        "Never_Translates" => CbvFormat.NeverTranslates,
        _ => null,
    };

    [ThreadStatic]
    private static PrehashBuffer? working;

    private static string? Normal(string text)
    {
        var buffer = working ??= new PrehashBuffer();
        buffer.Clear();
        return IdentifierNormaliser.TryAppend(Encoding.UTF8.GetBytes(text), buffer) ? Encoding.UTF8.GetString(buffer.Written) : null;
    }
}
