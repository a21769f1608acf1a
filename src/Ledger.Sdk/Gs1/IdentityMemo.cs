using System.Diagnostics.CodeAnalysis;

namespace Ledger.Sdk.Gs1;

/// <summary>What was last found of identifiers: a small table for all threads.</summary>
/// <remarks>An event is checked, hashed and indexed by the same identifiers, and places and parties come again with every event.</remarks>
internal static class IdentityMemo
{
    private const int Size = 4096;
    private const int LongestText = 128;

    private static readonly Entry?[] Table = new Entry?[Size];

    public static bool TryGet(string text, [NotNullWhen(true)] out string? identity)
    {
        var found = Volatile.Read(ref Table[Slot(text)]);
        identity = found?.Text == text ? found.Identity : null;
        return identity is not null;
    }

    public static void Add(string text, string identity)
    {
        if (text.Length <= LongestText) Volatile.Write(ref Table[Slot(text)], new Entry(text, identity));
    }

    private static int Slot(string text) => string.GetHashCode(text, StringComparison.Ordinal) & (Size - 1);

    private sealed record Entry(string Text, string Identity);
}
