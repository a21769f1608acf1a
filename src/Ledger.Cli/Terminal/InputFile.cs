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
}
