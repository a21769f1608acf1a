namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Gives a document's events one after the other in JSON, whatever it is written in.</summary>
internal abstract class EventSource
{
    /// <summary>All but the events, in JSON.</summary>
    public abstract ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>Whether there is a list of events, rather than an event alone.</summary>
    public virtual bool HasEvents => false;

    /// <summary>Where the event last given stands in XML, from 1; 0 in JSON, where a pointer says it.</summary>
    public int Line { get; protected set; }

    /// <inheritdoc cref="Line"/>
    public int Position { get; protected set; }

    /// <summary>Whether the document is in XML, and its events have been checked against the schema for that.</summary>
    public virtual bool IsXml => false;

    /// <summary>The next event, whose bytes stay until the one after it is asked for; false behind the last. What is wrong with how it is written is added to the problems.</summary>
    public abstract bool TryNext(List<EpcisProblem> problems, out ReadOnlyMemory<byte> json);

    protected static InvalidEpcisException Fault(string message) => new([new EpcisProblem("", message)]);
}
