namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Gives a document's events one after the other in JSON, whatever it is written in.</summary>
internal abstract class EventSource
{
    /// <summary>All but the events, in JSON.</summary>
    public abstract ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>The next event; false behind the last. What is wrong with how it is written is added to the problems.</summary>
    public abstract bool TryNext(List<EpcisProblem> problems, out ReadOnlyMemory<byte> json);

    protected static InvalidEpcisException Fault(string message) => new([new EpcisProblem("", message)]);
}
