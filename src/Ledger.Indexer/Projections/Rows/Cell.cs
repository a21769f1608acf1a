using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections.Rows;

/// <summary>Between C# values and column values.</summary>
internal static class Cell
{
    public static object Of(ulong value) => unchecked((long)value);

    public static object? Of(ulong? value) => value is { } present ? unchecked((long)present) : null;

    public static object Of(bool value) => value ? 1L : 0L;

    public static object? Of(bool? value) => value is { } present ? Of(present) : null;

    public static object Of(Hash32 value) => value.ToArray();

    public static object? Of(Hash32? value) => value?.ToArray();

    public static object Of(Address value) => value.ToArray();

    public static object? Of(Address? value) => value?.ToArray();

    public static ulong Number(object? value) => unchecked((ulong)(long)value!);

    public static Hash32 Hash(object? value) => new((byte[])value!);

    public static Hash32? HashOrNull(object? value) => value is null ? null : new Hash32((byte[])value);

    public static Address Address(object? value) => new((byte[])value!);
}
