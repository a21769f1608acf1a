using System.Text;

namespace Ledger.Cli.Terminal;

/// <summary>Files that commands read: one on disk, a pipe, or standard input.</summary>
internal static class InputFile
{
    /// <summary>How help describes such an argument behind what it is.</summary>
    public const string Help = "- for standard input";

    /// <summary>Opens a file so that it can be read twice. What comes through a pipe is put aside on disk, however long it is.</summary>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    public static Stream Open(FileInfo file)
    {
        var input = file.ToString() == "-" ? Console.OpenStandardInput() : file.OpenRead();
        if (input.CanSeek) return input;
        using (input)
        {
            var aside = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            input.CopyTo(aside);
            aside.Position = 0;
            return aside;
        }
    }

    /// <summary>A text as UTF-8. Editors and shells that write a byte order mark, or UTF-16 behind one, are understood.</summary>
    /// <param name="file">The file; <c>-</c> for standard input.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<byte[]> ReadTextAsync(FileInfo file, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        using (var input = Open(file)) await input.CopyToAsync(text, cancellationToken).ConfigureAwait(false);
        return text.ToArray() switch
        {
            [0xef, 0xbb, 0xbf, .. var utf8] => utf8,
            [0xff, 0xfe, .. var utf16] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, utf16),
            [0xfe, 0xff, .. var utf16] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, utf16),
            var plain => plain,
        };
    }
}
