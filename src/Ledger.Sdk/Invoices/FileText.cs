namespace Ledger.Sdk.Invoices;

/// <summary>How what stands in a file is shown to people.</summary>
internal static class FileText
{
    private const int Shown = 40;

    /// <summary>The beginning of a text, its control characters as ·.</summary>
    public static string Shorten(string text)
    {
        var isLong = text.Length > Shown;
        var end = isLong && char.IsHighSurrogate(text[Shown - 2]) ? Shown - 2 : Shown - 1;
        return string.Concat((isLong ? text[..end] : text).Select(character => char.IsControl(character) ? '·' : character)) + (isLong ? "…" : "");
    }
}
