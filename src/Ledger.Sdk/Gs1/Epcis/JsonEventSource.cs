using System.Buffers;
using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>
/// Passes through a JSON document twice: first for all but the events, because their context may stand behind them, then for the events.
/// </summary>
internal sealed class JsonEventSource : EventSource
{
    private const int LargestPart = 64 * 1024 * 1024;

    private readonly StreamWindow window;
    private readonly ArrayBufferWriter<byte> envelope = new();
    private readonly EpcisField[] names = new EpcisField[Nesting.OfText + 1];
    private bool isAmongEvents;
    private int copyFrom;
    private int eventDepth;
    private long eventsAt = -1;
    private bool isDone;

    public JsonEventSource(Stream stream)
    {
        window = new StreamWindow(stream, LargestPart);
        try
        {
            Scan();
        }
        catch (JsonException error)
        {
            throw new InvalidEpcisException([EpcisProblem.Of(error)]);
        }
        Envelope = envelope.WrittenMemory;
        if (eventsAt >= 0) window.Seek(eventsAt);
    }

    public override ReadOnlyMemory<byte> Envelope { get; }

    public override bool HasEvents => eventsAt >= 0;

    public override bool TryNext(List<EpcisProblem> problems, out ReadOnlyMemory<byte> json)
    {
        json = Envelope;
        if (isDone) return false;
        if (eventsAt < 0) return isDone = true;
        if (!SkipTo(out var first) || first == ']') return !(isDone = true);
        int length;
        while (!TryLength(out length))
            if (window.IsLast || !window.Fill()) throw Fault("An event is larger than what can be read.");
        json = window.Bytes[..length];
        window.Pass(length);
        return true;
    }

    private bool TryLength(out int length)
    {
        var reader = new Utf8JsonReader(window.Bytes.Span, window.IsLast, new JsonReaderState(Options));
        length = 0;
        if (!reader.Read() || !reader.TrySkip()) return false;
        length = (int)reader.BytesConsumed;
        // A number that reaches to the end of the window may go on behind it.
        return length < window.Bytes.Length || window.IsLast;
    }

    private static JsonReaderOptions Options => new() { MaxDepth = Nesting.OfText, AllowMultipleValues = true };

    /// <summary>Passes blanks and commas.</summary>
    private bool SkipTo(out byte first)
    {
        first = 0;
        while (true)
        {
            var at = window.Bytes.Span.IndexOfAnyExcept(" \t\r\n,"u8);
            if (at >= 0)
            {
                window.Pass(at);
                first = window.Bytes.Span[0];
                return true;
            }
            window.Pass(window.Bytes.Length);
            if (window.IsLast) return false;
            window.Fill();
        }
    }

    private void Scan()
    {
        window.Seek(0);
        while (window.Bytes.Length < 3 && !window.IsLast) window.Fill();
        if (window.Bytes.Span.StartsWith("\uFEFF"u8)) window.Pass(3);
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = Nesting.OfText });
        for (var isLast = false; !isLast;)
        {
            isLast = window.IsLast;
            var reader = new Utf8JsonReader(window.Bytes.Span, isLast, state);
            while (reader.Read()) Take(ref reader);
            state = reader.CurrentState;
            var consumed = (int)reader.BytesConsumed;
            if (!isAmongEvents) Keep(consumed);
            copyFrom = 0;
            window.Pass(consumed);
            if (!isLast && !window.Fill()) throw Fault("A value is larger than what can be read.");
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName && !isAmongEvents && reader.CurrentDepth < 6)
            names[reader.CurrentDepth] = Field(ref reader);
        else if (reader.TokenType == JsonTokenType.StartArray && eventsAt < 0 && IsEventList(reader.CurrentDepth))
        {
            Keep((int)reader.BytesConsumed);
            (isAmongEvents, eventDepth, eventsAt) = (true, reader.CurrentDepth, window.Offset + reader.BytesConsumed);
        }
        else if (reader.TokenType == JsonTokenType.EndArray && isAmongEvents && reader.CurrentDepth == eventDepth)
            (isAmongEvents, copyFrom) = (false, (int)reader.TokenStartIndex);
        else if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth < names.Length - 1)
            names[reader.CurrentDepth + 1] = EpcisField.None;
    }

    /// <summary>As <see cref="JsonTape"/> sees it: extensions may use the name for something else.</summary>
    private bool IsEventList(int depth) => depth is 2 or 4 && names[depth] == EpcisField.EventList && names[1] == EpcisField.EpcisBody
        && (depth == 2 || (names[2] == EpcisField.QueryResults && names[3] == EpcisField.ResultsBody));

    private static EpcisField Field(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("eventList"u8) ? EpcisField.EventList
        : reader.ValueTextEquals("epcisBody"u8) ? EpcisField.EpcisBody
        : reader.ValueTextEquals("queryResults"u8) ? EpcisField.QueryResults
        : reader.ValueTextEquals("resultsBody"u8) ? EpcisField.ResultsBody : EpcisField.None;

    private void Keep(int end)
    {
        if (envelope.WrittenCount + end - copyFrom > LargestPart) throw Fault("What stands around the events is larger than what can be read.");
        if (end > copyFrom) envelope.Write(window.Bytes.Span[copyFrom..end]);
    }
}
