using Ledger.Sdk.Credit;

namespace Ledger.Api.Risk;

/// <summary>One thing to watch for. It looks at the events in the order of the chain and keeps what it needs in the <see cref="RiskState"/>, so that it finds the same again wherever it starts.</summary>
public abstract class RiskRule
{
    /// <summary>Its name, for good.</summary>
    public abstract string Id { get; }

    /// <summary>Looks at an event before it is entered in the book.</summary>
    public virtual void Before(in PlacedEvent placed, RiskContext context)
    {
    }

    /// <summary>Looks at an event after it was entered.</summary>
    public virtual void After(in PlacedEvent placed, RiskContext context)
    {
    }

    /// <summary>Looks at what the passing of time brings about; called whenever the chain's time has moved.</summary>
    public virtual void Pass(AlertCause now, RiskContext context)
    {
    }
}
