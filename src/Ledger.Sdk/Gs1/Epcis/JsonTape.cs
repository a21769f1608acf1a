using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>What a node of a <see cref="JsonTape"/> is.</summary>
internal enum JsonKind : byte
{
    Object, Array, String, Number, True, False, Null,
}

/// <summary>One value: its place in the source, its name, and where the next sibling is. Children follow their parent directly.</summary>
internal struct JsonTapeNode
{
    public JsonKind Kind;
    public EpcisField Field;
    public bool IsDecodedText;
    public bool IsDecodedName;
    public int Start;
    public int Length;
    public int NameStart;
    public int NameLength;
    public int End;
    public int Count;

    /// <summary>Where a string with escapes stands in the source, without its quotes.</summary>
    public int RawStart;
    public int RawLength;
}

/// <summary>A JSON text as a flat list of nodes in document order. Loading again reuses its memory.</summary>
/// <remarks>
/// Numbers keep their text, so that no digit is lost; duplicate member names are refused (RFC 8259 section 4 leaves them open).
/// </remarks>
internal sealed class JsonTape
{
    [ThreadStatic]
    private static JsonTape? ofThread;

    private readonly List<int> open = [];
    private ReadOnlyMemory<byte> source;
    private JsonTapeNode[] nodes = new JsonTapeNode[64];
    private string?[] strings = new string?[64];
    private byte[] decoded = new byte[256];
    private int decodedLength;

    /// <summary>A tape for what is read and done with at once: the next to ask on this thread gets it too.</summary>
    public static JsonTape OfThread => ofThread ??= new JsonTape();

    /// <summary>The number of nodes; the root is node 0.</summary>
    public int Count { get; private set; }

    /// <summary>How many objects and arrays are open where most are.</summary>
    public int Depth { get; private set; }

    public ref readonly JsonTapeNode this[int index] => ref nodes[index];

    /// <summary>Where the elements of eventList stand in the source, if they were set aside.</summary>
    public List<(int Start, int Length)> EventRanges { get; } = [];

    /// <summary>
    /// The text of a string without quotes and escapes, of a number or word as written, of an object or array with its brackets.
    /// </summary>
    public ReadOnlySpan<byte> Text(int index) => Slice(nodes[index].Start, nodes[index].Length, nodes[index].IsDecodedText);

    public ReadOnlySpan<byte> Name(int index) => Slice(nodes[index].NameStart, nodes[index].NameLength, nodes[index].IsDecodedName);

    /// <summary>The value as it stands in the source, with quotes.</summary>
    public string Json(int index)
    {
        ref readonly var node = ref nodes[index];
        if (node.Kind != JsonKind.String) return System.Text.Encoding.UTF8.GetString(source.Span.Slice(node.Start, node.Length));
        return JsonSerializer.Serialize(String(index));
    }

    /// <summary>As <see cref="Text"/>; one string however often it is asked for.</summary>
    public string String(int index) => strings[index] ??= System.Text.Encoding.UTF8.GetString(Text(index));

    /// <summary>As <see cref="String"/>, of what comes with event after event.</summary>
    public string Shared(int index) => strings[index] ??= SharedText.Of(Text(index));

    /// <summary>The child of an object that has this field; -1 if none.</summary>
    public int Find(int parent, EpcisField field)
    {
        if (nodes[parent].Kind != JsonKind.Object) return -1;
        for (var child = parent + 1; child < nodes[parent].End; child = nodes[child].End)
            if (nodes[child].Field == field) return child;
        return -1;
    }

    /// <summary>The JSON pointer (RFC 6901) of a node.</summary>
    public string Pointer(int target)
    {
        var pointer = new System.Text.StringBuilder();
        for (var at = 0; at != target;)
        {
            var position = 0;
            var child = at + 1;
            for (; nodes[child].End <= target; child = nodes[child].End) position++;
            pointer.Append('/').Append(nodes[at].Kind == JsonKind.Array
                ? position.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : System.Text.Encoding.UTF8.GetString(Name(child)).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1",
                    StringComparison.Ordinal));
            at = child;
        }
        return pointer.ToString();
    }

    /// <summary>Where the text last loaded is no JSON; null where it is.</summary>
    public EpcisProblem? Unreadable { get; private set; }

    /// <summary>
    /// Reads one JSON value; null if it is well formed. With <paramref name="setEventsAside"/>, elements of eventList become ranges, not
    /// nodes.
    /// </summary>
    public string? Load(ReadOnlyMemory<byte> utf8, bool setEventsAside)
    {
        strings.AsSpan(0, Math.Min(Count, strings.Length)).Clear();
        (source, Count, Depth, decodedLength, Unreadable) = (utf8, 0, 0, 0, null);
        open.Clear();
        EventRanges.Clear();
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = Nesting.OfText });
            while (reader.Read())
                if (Take(ref reader, setEventsAside) is { } duplicate) return duplicate;
            return null;
        }
        catch (JsonException error)
        {
            return (Unreadable = EpcisProblem.Of(error)).Message;
        }
        catch (InvalidOperationException)
        {
            return "A string holds half a surrogate pair.";
        }
    }

    private string? Take(ref Utf8JsonReader reader, bool setEventsAside)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Named(ref reader);
                return null;
            case JsonTokenType.StartObject:
                open.Add(Add(JsonKind.Object, (int)reader.TokenStartIndex, 0));
                return null;
            case JsonTokenType.StartArray:
                var array = Add(JsonKind.Array, (int)reader.TokenStartIndex, 0);
                if (setEventsAside && IsEventList(array)) SetAside(ref reader, array);
                else open.Add(array);
                return null;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                return Close((int)reader.BytesConsumed);
            case JsonTokenType.String:
                AddString(ref reader);
                return null;
            default:
                Add(Kind(reader.TokenType), (int)reader.TokenStartIndex, reader.ValueSpan.Length);
                return null;
        }
    }

    private static JsonKind Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => JsonKind.Number,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        _ => JsonKind.Null,
    };

    private void Named(ref Utf8JsonReader reader)
    {
        Grow();
        ref var next = ref nodes[Count];
        next = default;
        next.IsDecodedName = reader.ValueIsEscaped;
        (next.NameStart, next.NameLength) = reader.ValueIsEscaped
            ? Decode(ref reader)
            : ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        next.Field = EpcisFields.Find(Slice(next.NameStart, next.NameLength, next.IsDecodedName));
    }

    private void AddString(ref Utf8JsonReader reader)
    {
        var (start, length) = reader.ValueIsEscaped ? Decode(ref reader) : ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var index = Add(JsonKind.String, start, length);
        nodes[index].IsDecodedText = reader.ValueIsEscaped;
        (nodes[index].RawStart, nodes[index].RawLength) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    private int Add(JsonKind kind, int start, int length)
    {
        Grow();
        ref var node = ref nodes[Count];
        if (open.Count == 0 || nodes[open[^1]].Kind == JsonKind.Array) node = default;
        (node.Kind, node.Start, node.Length, node.End) = (kind, start, length, Count + 1);
        if (open.Count > 0) nodes[open[^1]].Count++;
        return Count++;
    }

    private string? Close(int end)
    {
        var index = open[^1];
        Depth = Math.Max(Depth, open.Count);
        open.RemoveAt(open.Count - 1);
        nodes[index].End = Count;
        nodes[index].Length = end - nodes[index].Start;
        return nodes[index].Kind == JsonKind.Object && nodes[index].Count > 1 ? FindDuplicate(index) : null;
    }

    /// <summary>Extensions may use the name for something else.</summary>
    private bool IsEventList(int array) => nodes[array].Field == EpcisField.EventList && EventRanges.Count == 0
        && open.Count is 2 or 4 && nodes[open[1]].Field == EpcisField.EpcisBody
        && (open.Count == 2 || (nodes[open[2]].Field == EpcisField.QueryResults && nodes[open[3]].Field == EpcisField.ResultsBody));

    private void SetAside(ref Utf8JsonReader reader, int array)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            EventRanges.Add((start, (int)reader.BytesConsumed - start));
        }
        nodes[array].Length = (int)reader.BytesConsumed - nodes[array].Start;
        nodes[array].Count = EventRanges.Count;
    }

    private string? FindDuplicate(int parent)
    {
        var seen = nodes[parent].Count > 24 ? new HashSet<string>() : null;
        for (var child = parent + 1; child < nodes[parent].End; child = nodes[child].End)
        {
            var name = Name(child);
            var twice = seen is not null && !seen.Add(System.Text.Encoding.UTF8.GetString(name));
            for (var earlier = parent + 1; seen is null && earlier < child; earlier = nodes[earlier].End)
                twice |= nodes[earlier].NameLength == name.Length && Name(earlier).SequenceEqual(name);
            if (twice) return $"The member '{System.Text.Encoding.UTF8.GetString(name)}' occurs twice in one object, at byte {nodes[child].Start}.";
        }
        return null;
    }

    private (int Start, int Length) Decode(ref Utf8JsonReader reader)
    {
        if (decoded.Length - decodedLength < reader.ValueSpan.Length)
            Array.Resize(ref decoded, Math.Max(decoded.Length * 2, decodedLength + reader.ValueSpan.Length));
        var start = decodedLength;
        var length = reader.CopyString(decoded.AsSpan(start));
        decodedLength += length;
        return (start, length);
    }

    private void Grow()
    {
        if (Count < nodes.Length) return;
        Array.Resize(ref nodes, nodes.Length * 2);
        Array.Resize(ref strings, nodes.Length);
    }

    private ReadOnlySpan<byte> Slice(int start, int length, bool isDecoded) =>
        (isDecoded ? decoded.AsSpan() : source.Span).Slice(start, length);
}
