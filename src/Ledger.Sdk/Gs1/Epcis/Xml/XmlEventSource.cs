using System.Buffers;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Gives the events of an EPCIS document in XML as JSON, one at a time: EPCIS 2.0 sections 9 and 10.</summary>
internal sealed class XmlEventSource : EventSource
{
    private readonly XmlInput input;
    private readonly XmlPrefixes prefixes;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly int listDepth;
    private bool isDone;

    /// <exception cref="InvalidEpcisException">It is no XML, no document of events, or what stands before the events is at fault.</exception>
    public XmlEventSource(Stream stream, bool isChecked = true)
    {
        input = new XmlInput(stream, isChecked);
        try
        {
            var head = new XmlHead(input);
            IsBareEvent = head.IsBareEvent;
            prefixes = head.Prefixes;
            Envelope = Written(json =>
            {
                if (IsBareEvent) new EventJson(json, prefixes).Write(XmlSubtree.Load(input), prefixes.WriteContext);
                else head.Write(json);
            });
            while (IsBareEvent && input.Read())
            {
            }
            EventsAt = head.EventsAt;
            (Line, Position) = (1, 1);
            (listDepth, isDone) = (head.ListDepth, head is { IsBareEvent: false, ListDepth: < 0 });
        }
        catch (XmlException error)
        {
            throw XmlInput.Broken(error);
        }
        var problems = input.Take();
        if (problems.Count > 0) throw new InvalidEpcisException(problems);
    }

    public override ReadOnlyMemory<byte> Envelope { get; }

    public override bool IsXml => true;

    /// <summary>Whether an event stands alone, without a document around it.</summary>
    public bool IsBareEvent { get; }

    /// <summary>Where in the envelope the events belong; 0 for an event alone.</summary>
    public int EventsAt { get; }

    public override bool TryNext(List<EpcisProblem> problems, out ReadOnlyMemory<byte> json)
    {
        json = Envelope;
        if (isDone) return false;
        isDone = listDepth < 0;
        if (isDone) return true;
        try
        {
            if (!MoveToEvent())
            {
                End();
                return false;
            }
            json = Event(problems);
            return true;
        }
        catch (XmlException error)
        {
            isDone = true;
            throw XmlInput.Broken(error);
        }
    }

    /// <summary>Extension points of the list count as if what is in them stood there itself.</summary>
    private bool MoveToEvent()
    {
        var reader = input.Reader;
        if (reader.Depth == listDepth && (reader.NodeType == XmlNodeType.EndElement || reader.IsEmptyElement)) return false;
        while (input.Read() && reader.Depth > listDepth)
            if (reader.NodeType == XmlNodeType.Element && !(reader.LocalName == "extension" && reader.NamespaceURI.Length == 0)) return true;
        return false;
    }

    private byte[] Event(List<EpcisProblem> problems)
    {
        (Line, Position) = input.Place;
        var element = XmlSubtree.Load(input);
        problems.AddRange(input.Take());
        if (problems.Count > 0) return [];
        var known = prefixes.Within(element);
        try
        {
            return Written(json => new EventJson(json, known).Write(element, ReferenceEquals(known, prefixes) ? null : known.WriteInnerContext));
        }
        catch (XmlException error)
        {
            problems.Add(new EpcisProblem("", error.Message) { Line = Line, Position = Position });
            return [];
        }
    }

    private byte[] Written(Action<Utf8JsonWriter> write)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true })) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private void End()
    {
        isDone = true;
        while (input.Read())
        {
        }
        var problems = input.Take();
        if (problems.Count > 0) throw new InvalidEpcisException(problems);
    }
}
