namespace Ledger.Sdk.Gs1;

/// <summary>Text in any form that GS1 identifiers come in, with all its element strings, those included that identify nothing.</summary>
public sealed class Gs1Text
{
    private Gs1Text(string form, ElementString elements, Epc? epc)
    {
        Form = form;
        Elements = elements;
        Epc = epc;
    }

    /// <summary>The form recognised: <c>epc-urn</c>, <c>digital-link</c>, <c>gtin</c> or <c>element-strings</c>.</summary>
    public string Form { get; }

    /// <summary>All element strings.</summary>
    public ElementString Elements { get; }

    /// <summary>The identifier among them; null where there is no primary key.</summary>
    public Epc? Epc { get; }

    /// <summary>Reads an EPC URN, a Digital Link, GTIN digits, or element strings in any notation.</summary>
    /// <exception cref="InvalidIdentifierException">The text is none of them.</exception>
    public static Gs1Text Parse(string text, Gs1Options? options = null) =>
        TryParse(text, options, out var parsed, out var error) ? parsed! : throw error!;

    /// <summary>As <see cref="Parse"/>, with the error as a result.</summary>
    public static bool TryParse(string text, Gs1Options? options, out Gs1Text? parsed, out InvalidIdentifierException? error)
    {
        parsed = null;
        // Symbols that carry text may carry a Digital Link; the scanner puts their symbology identifier before it.
        if (text.Length > 3 && text[..3] is "]Q1" or "]d1" or "]J0" && Epc.IsWeb(text[3..])) text = text[3..];
        if (Epc.IsUrn(text) || Epc.IsBareGtin(text))
        {
            if (Epc.TryParse(text, out var epc, out error))
                parsed = new Gs1Text(Epc.IsUrn(text) ? "epc-urn" : "gtin", new ElementString(epc.Elements), epc);
        }
        else if (Epc.IsWeb(text))
        {
            if (DigitalLink.TryParse(text, options, out var link, out error))
                parsed = new Gs1Text("digital-link", link!.Elements, Epc.Of(link.Elements));
        }
        else if (ElementString.TryParse(text, options, out var elements, out error))
            parsed = new Gs1Text("element-strings", elements!, Epc.Of(elements!));
        return parsed is not null;
    }
}
