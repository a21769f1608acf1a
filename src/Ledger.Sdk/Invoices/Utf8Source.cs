using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Ledger.Sdk.Invoices;

/// <summary>The bytes of a text file in blocks, checked to be UTF-8; knows the line.</summary>
internal sealed class Utf8Source
{
    private readonly Stream stream;
    private readonly byte[] block = new byte[64 * 1024];

    // The bytes of a character that the end of a block cuts wait here for the next one.
    private readonly byte[] held = new byte[4];
    private int carried;
    private int at;
    private int end;
    private long start;
    private long lineOfBlock = 1;
    private int counted;
    private bool isLast;

    /// <exception cref="InvalidFileException">file-encoding.</exception>
    public Utf8Source(Stream stream)
    {
        this.stream = stream;
        Fill();
        var head = block.AsSpan(0, end);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
            throw new InvalidFileException("file-encoding", "The file is UTF-16.", "Save it as UTF-8: in a spreadsheet as 'CSV UTF-8'.");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf])) at = 3;
        Check();
    }

    /// <summary>The line of the next byte, from 1.</summary>
    public long Line
    {
        get
        {
            lineOfBlock += block.AsSpan(counted, at - counted).Count((byte)'\n');
            counted = at;
            return lineOfBlock;
        }
    }

    /// <summary>Bytes passed so far.</summary>
    public long Position => start + at;

    /// <summary>What is left of this block; empty at the end of the file alone, once <see cref="Peek"/> was asked.</summary>
    public ReadOnlySpan<byte> Rest => block.AsSpan(at, end - at);

    /// <summary>The next byte, -1 at the end.</summary>
    public int Peek() => at < end || Refill() ? block[at] : -1;

    /// <summary>Passes the next byte.</summary>
    public void Next() => at++;

    /// <summary>Passes bytes of <see cref="Rest"/>.</summary>
    public void Skip(int count) => at += count;

    /// <summary>The delimiter of a CSV file by its first row.</summary>
    public byte FindDelimiter()
    {
        var (commas, semicolons, tabs, isQuoted) = (0, 0, 0, false);
        foreach (var next in Rest)
        {
            if (next == '"') isQuoted = !isQuoted;
            if (isQuoted) continue;
            if (next is (byte)'\n' or (byte)'\r' && commas + semicolons + tabs > 0) break;
            if (next == ',') commas++;
            else if (next == ';') semicolons++;
            else if (next == '\t') tabs++;
        }
        return (byte)(semicolons > commas && semicolons >= tabs ? ';' : tabs > commas ? '\t' : ',');
    }

    private bool Refill()
    {
        if (isLast) return false;
        _ = Line;
        start += end;
        (at, end, counted) = (0, carried, 0);
        held.AsSpan(0, carried).CopyTo(block);
        Fill();
        Check();
        return end > 0;
    }

    private void Fill()
    {
        carried = 0;
        while (end < block.Length)
        {
            var read = stream.Read(block, end, block.Length - end);
            if (read == 0)
            {
                isLast = true;
                return;
            }
            end += read;
        }
        var back = 0;
        while (back < 3 && (block[end - 1 - back] & 0xc0) == 0x80) back++;
        if (block[end - 1 - back] < 0xc0) return;
        carried = back + 1;
        end -= carried;
        block.AsSpan(end, carried).CopyTo(held);
    }

    private void Check()
    {
        var bytes = block.AsSpan(0, end);
        var zero = bytes.IndexOf((byte)0);
        if (Utf8.IsValid(bytes) && zero < 0) return;
        var good = 0;
        while (good < bytes.Length && Rune.DecodeFromUtf8(bytes[good..], out _, out var length) == System.Buffers.OperationStatus.Done) good += length;
        if (zero >= 0 && zero <= good) good = zero;
        var line = lineOfBlock + bytes[..good].Count((byte)'\n');
        var place = string.Create(CultureInfo.InvariantCulture, $"byte 0x{bytes[good]:X2} at offset {start + good}");
        throw new InvalidFileException(
            "file-encoding", zero == good ? $"The {place} is no text." : $"The {place} is no UTF-8.",
            zero == good ? "Is it UTF-16 without a byte order mark? Save it as UTF-8." : "Save the file as UTF-8; it may be Windows-1252 or ISO 8859-1.", line);
    }
}
