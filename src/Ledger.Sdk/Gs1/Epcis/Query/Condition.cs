namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>One demand of a query; an event fits a query when it meets all of them.</summary>
internal abstract class Condition
{
    /// <summary>Whether the event meets it.</summary>
    public abstract bool Holds(EventReading reading);

    /// <summary>Any node at any of these paths passes the test.</summary>
    public static Condition Any(EpcisField[][] paths, NodeTest test) => new AnyNode(paths, test);

    /// <summary>Any node at this path passes the test.</summary>
    public static Condition At(EpcisField[] path, NodeTest test) => new AnyNode([path], test);

    /// <summary>The event as a whole passes.</summary>
    public static Condition Whole(Func<EventReading, bool> test) => new WholeEvent(test);

    private sealed class AnyNode(EpcisField[][] paths, NodeTest test) : Condition
    {
        public override bool Holds(EventReading reading)
        {
            foreach (var path in paths)
                if (reading.Any(path, test)) return true;
            return false;
        }
    }

    private sealed class WholeEvent(Func<EventReading, bool> test) : Condition
    {
        public override bool Holds(EventReading reading) => test(reading);
    }
}
