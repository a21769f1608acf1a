using System.Buffers;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Refuses control characters: XML has none but tab and line ends, so that an answer in XML could not give back what was captured.</summary>
internal static class TextCheck
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Except([9, 10, 13]).Select(c => (byte)c)]);

    public static void Run(SchemaReport report)
    {
        var tape = report.Tape;
        // Nearly all events have neither an escape nor a letter of those that begin with this byte: they are looked through once.
        if (tape.Text(0).IndexOfAny((byte)'\\', (byte)0xef) < 0) return;
        for (var node = 0; node < tape.Count; node++)
            if (IsWrong(tape.Name(node), tape[node].IsDecodedName) || (tape[node].Kind == JsonKind.String && IsWrong(tape.Text(node), tape[node].IsDecodedText)))
                report.Add(node, "A text has no control characters but tab and line ends, nor U+FFFE and U+FFFF: XML could not give them back.");
    }

    /// <summary>Unescaped, JSON has no control characters itself.</summary>
    private static bool IsWrong(ReadOnlySpan<byte> text, bool isDecoded) => (isDecoded && text.ContainsAny(Controls))
        || (text.Contains((byte)0xef) && (text.IndexOf("\ufffe"u8) >= 0 || text.IndexOf("\uffff"u8) >= 0));
}
