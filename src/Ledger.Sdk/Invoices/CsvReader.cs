using System.Text;

namespace Ledger.Sdk.Invoices;

/// <summary>Reads CSV (RFC 4180) in UTF-8 row by row; what is in memory does not grow with the file.</summary>
/// <remarks>
/// The delimiter is the one of <c>,</c>, <c>;</c> and tab that the first row has most of. A byte order mark is skipped; lines end with CRLF or
/// LF; empty lines are skipped. What RFC 4180 does not allow is refused: a quote inside of a bare field, text behind a closing quote, an
/// open quote at the end.
/// </remarks>
public sealed class CsvReader
{
    private const int MostFields = 256;
    private const int LongestRow = 64 * 1024;

    private readonly Utf8Source source;
    private readonly byte[] row = new byte[LongestRow];
    private readonly int[] ends = new int[MostFields];
    private int length;

    /// <summary>Reads from where the stream stands.</summary>
    /// <exception cref="InvalidFileException">file-encoding.</exception>
    public CsvReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        source = new Utf8Source(stream);
        Delimiter = (char)source.FindDelimiter();
    }

    /// <summary>What separates the fields.</summary>
    public char Delimiter { get; }

    /// <summary>Fields of the current row.</summary>
    public int Count { get; private set; }

    /// <summary>Number of the current row, from 1; empty lines do not count.</summary>
    public long Row { get; private set; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes read so far, for progress.</summary>
    public long Position => source.Position;

    /// <summary>The bytes of a field of the current row, without quotes.</summary>
    public ReadOnlySpan<byte> this[int field] => field < Count
        ? row.AsSpan(0, ends[field])[(field == 0 ? 0 : ends[field - 1])..]
        : throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>A field of the current row as text.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    /// <summary>Moves to the next row; false behind the last.</summary>
    /// <exception cref="InvalidFileException">file-encoding, file-malformed, file-oversized.</exception>
    public bool Read()
    {
        while (source.Peek() is var next and (>= 0))
        {
            (Count, length, Line) = (0, 0, source.Line);
            if (next is '\r' or '\n' && EndsLine()) continue;
            Row++;
            while (ReadField())
            {
            }
            return true;
        }
        (Count, length) = (0, 0);
        return false;
    }

    /// <summary>Reads one field with what ends it; false where that is the end of the row.</summary>
    private bool ReadField()
    {
        if (source.Peek() == '"') ReadQuoted();
        else ReadBare();
        if (Count == MostFields) throw new InvalidFileException("file-oversized", $"A row has at most {MostFields} fields.", line: Line);
        ends[Count++] = length;
        var next = source.Peek();
        if (next == Delimiter)
        {
            source.Next();
            return true;
        }
        if (next < 0 || EndsLine()) return false;
        throw new InvalidFileException("file-malformed", "Text follows behind a closing quote.", "A quote inside of a quoted field is doubled.", source.Line);
    }

    private void ReadBare()
    {
        while (true)
        {
            var run = source.Rest;
            var stop = run.IndexOfAny((byte)Delimiter, (byte)'\n', (byte)'\r');
            var part = stop < 0 ? run : run[..stop];
            if (part.Contains((byte)'"')) throw new InvalidFileException("file-malformed", "A quote stands inside of a field that is not quoted.", "Quote the whole field and double the quote.", source.Line);
            Append(part);
            source.Skip(part.Length);
            if (stop >= 0 || source.Peek() < 0) return;
        }
    }

    private void ReadQuoted()
    {
        var opened = source.Line;
        source.Next();
        while (true)
        {
            var run = source.Rest;
            var stop = run.IndexOfAny((byte)'"', (byte)'\n');
            var part = stop < 0 ? run : run[..(stop + (run[stop] == '"' ? 0 : 1))];
            Append(part);
            source.Skip(part.Length);
            var next = source.Peek();
            if (next < 0) throw new InvalidFileException("file-malformed", "A quote is opened and not closed.", "A quoted field ends with a quote.", opened);
            if (next != '"' || stop < 0 || part.Length != stop) continue;
            source.Next();
            if (source.Peek() != '"') return;
            Append("\""u8);
            source.Next();
        }
    }

    private bool EndsLine()
    {
        if (source.Peek() == '\n')
        {
            source.Next();
            return true;
        }
        if (source.Peek() != '\r') return false;
        source.Next();
        if (source.Peek() != '\n') throw new InvalidFileException("file-malformed", "A carriage return stands alone.", "Lines end with CRLF or LF.", source.Line);
        source.Next();
        return true;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (length + part.Length > LongestRow) throw new InvalidFileException("file-oversized", $"A row is longer than {LongestRow} bytes.", "Is a quote left open?", Line);
        part.CopyTo(row.AsSpan(length));
        length += part.Length;
    }
}
