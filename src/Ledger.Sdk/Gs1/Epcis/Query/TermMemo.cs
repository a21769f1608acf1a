namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Terms last found: a small table for all threads. Products, orders and partners come with event after event.</summary>
internal static class TermMemo
{
    private const int Size = 1024;
    private const int LongestText = 128;

    private static readonly Entry?[] Table = new Entry?[Size];

    public static bool TryGet(string kind, string value, out long term)
    {
        var found = Volatile.Read(ref Table[Slot(value)]);
        var isFound = found is not null && found.Value == value && found.Kind == kind;
        term = isFound ? found!.Term : 0;
        return isFound;
    }

    public static long Add(string kind, string value, long term)
    {
        if (value.Length <= LongestText) Volatile.Write(ref Table[Slot(value)], new Entry(kind, value, term));
        return term;
    }

    private static int Slot(string value) => string.GetHashCode(value, StringComparison.Ordinal) & (Size - 1);

    private sealed record Entry(string Kind, string Value, long Term);
}
