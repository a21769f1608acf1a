namespace Ledger.Api.Pages;

/// <summary>The style sheet that every page carries inline: one request, nothing to wait for.</summary>
public static class PageStyle
{
    /// <summary>The sheet, without line breaks and indents.</summary>
    public static string Css { get; } = Load();

    private static string Load()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("Ledger.Api.Pages.page.css")!);
        return string.Concat(reader.ReadToEnd().Split('\n').Select(line => line.Trim()));
    }
}
