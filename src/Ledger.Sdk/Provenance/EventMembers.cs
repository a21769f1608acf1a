using System.Buffers;
using System.Text.Json;

namespace Ledger.Sdk.Provenance;

/// <summary>Walks through the top-level members of a JSON object without looking at more of it than their ends need.</summary>
internal ref struct EventMembers(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",}\t\n\r "u8);

    private readonly ReadOnlySpan<byte> json = json;
    private int at = -1;
    private bool isSpaced;

    /// <summary>The name, without quotes but with its escapes.</summary>
    public ReadOnlySpan<byte> RawName { get; private set; }

    /// <summary>The value as it stands there.</summary>
    public ReadOnlySpan<byte> RawValue { get; private set; }

    /// <summary>Goes to the next member; false at the object's end.</summary>
    /// <exception cref="FormatException">It is no object, or one that does not end.</exception>
    public bool Next()
    {
        var isFirst = at < 0;
        if (isFirst)
        {
            at = 0;
            Expect((byte)'{');
        }
        SkipSpace();
        if (Peek() == '}') return End();
        if (!isFirst)
        {
            Expect((byte)',');
            SkipSpace();
        }
        var start = at;
        SkipString();
        RawName = json[(start + 1)..(at - 1)];
        SkipSpace();
        Expect((byte)':');
        SkipSpace();
        (start, isSpaced) = (at, false);
        SkipValue();
        RawValue = json[start..at];
        return true;
    }

    /// <summary>Writes the name in UTF-8, without escapes, which is never longer than the name as it stands there.</summary>
    /// <returns>How many bytes.</returns>
    public readonly int WriteName(Span<byte> target)
    {
        if (!RawName.Contains((byte)'\\'))
        {
            RawName.CopyTo(target);
            return RawName.Length;
        }
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. RawName, (byte)'"']);
        reader.Read();
        return reader.CopyString(target);
    }

    /// <summary>Writes the value without whitespace between its tokens, every other byte as it stands there.</summary>
    /// <returns>How many bytes.</returns>
    public readonly int WriteValue(Span<byte> target)
    {
        if (isSpaced) return WriteCompact(RawValue, target);
        RawValue.CopyTo(target);
        return RawValue.Length;
    }

    /// <summary>Writes JSON without whitespace between its tokens; returns how many bytes.</summary>
    public static int WriteCompact(ReadOnlySpan<byte> json, Span<byte> target)
    {
        var (length, inString) = (0, false);
        for (var i = 0; i < json.Length; i++)
        {
            if (!inString && IsSpace(json[i])) continue;
            target[length++] = json[i];
            if (json[i] == '"') inString = !inString;
            else if (inString && json[i] == '\\' && i + 1 < json.Length) target[length++] = json[++i];
        }
        return length;
    }

    private static bool IsSpace(byte letter) => letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private bool End()
    {
        at++;
        SkipSpace();
        return at == json.Length ? false : throw Malformed();
    }

    private void SkipValue()
    {
        if (Peek() is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            var length = json[at..].IndexOfAny(ScalarEnds);
            at += length > 0 ? length : throw Malformed();
            return;
        }
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'"':
                    SkipString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    isSpaced = true;
                    break;
            }
            at++;
        }
        while (depth > 0);
    }

    private void SkipString()
    {
        Expect((byte)'"');
        while (true)
        {
            var length = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0) throw Malformed();
            at += length + 1;
            if (json[at - 1] == '"') return;
            at++;
            Peek();
        }
    }

    private void SkipSpace()
    {
        while (at < json.Length && IsSpace(json[at])) at++;
    }

    private void Expect(byte letter)
    {
        if (Peek() != letter) throw Malformed();
        at++;
    }

    private readonly byte Peek() => at < json.Length ? json[at] : throw Malformed();

    private static FormatException Malformed() => new("The event is no JSON object.");
}
