namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>A part of a stream in memory that moves forward and grows no further than it must.</summary>
internal sealed class StreamWindow
{
    private readonly Stream stream;
    private readonly int largest;
    private readonly ArraySegment<byte> whole;
    private byte[] bytes;
    private int start;
    private int end;

    /// <summary>A window on a stream; on one that is in memory, the stream's own bytes.</summary>
    public StreamWindow(Stream stream, int largest)
    {
        (this.stream, this.largest) = (stream, largest);
        bytes = stream is MemoryStream memory && memory.TryGetBuffer(out whole) ? whole.Array! : new byte[64 * 1024];
    }

    /// <summary>What is in memory and not yet passed.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes.AsMemory(start, end - start);

    /// <summary>Where <see cref="Bytes"/> begin in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the stream has no more behind <see cref="Bytes"/>.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Starts anew at this place of the stream.</summary>
    public void Seek(long offset)
    {
        Offset = stream.Seek(offset, SeekOrigin.Begin);
        if (whole.Array is null) (start, end, IsLast) = (0, 0, false);
        else (start, end, IsLast) = (whole.Offset + (int)offset, whole.Offset + whole.Count, true);
    }

    /// <summary>Leaves so many bytes behind.</summary>
    public void Pass(int count)
    {
        start += count;
        Offset += count;
    }

    /// <summary>Reads on; false where what is not yet passed would become larger than allowed.</summary>
    public bool Fill()
    {
        if (IsLast) return true;
        if (start == 0 && end == bytes.Length && end >= largest) return false;
        if (bytes.Length - end < bytes.Length / 2)
        {
            var room = start > bytes.Length / 4 || bytes.Length >= largest ? bytes : new byte[Math.Min(largest, bytes.Length * 2)];
            Bytes.CopyTo(room);
            (bytes, start, end) = (room, 0, end - start);
        }
        var read = stream.Read(bytes, end, bytes.Length - end);
        end += read;
        IsLast = read == 0;
        return true;
    }
}
