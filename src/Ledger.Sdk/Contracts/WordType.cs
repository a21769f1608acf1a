using System.Text.Json;

namespace Ledger.Sdk.Contracts;

internal delegate void WordWriter<in T>(T value, Span<byte> word);

internal delegate T WordReader<out T>(ReadOnlySpan<byte> word);

/// <summary>A Solidity value type of one 32-byte word, and the C# type that stands for it.</summary>
/// <param name="Solidity">Its name in ABI and EIP-712.</param>
/// <param name="Write">Writes the word, which comes zeroed.</param>
/// <param name="Read">Reads the word; throws <see cref="FormatException"/> where padding is not what the ABI says.</param>
/// <param name="Parse">Reads the JSON form; throws <see cref="LedgerException"/> with the code of what is wrong.</param>
/// <param name="Print">Writes the one canonical JSON form.</param>
internal sealed record WordType<T>(
    string Solidity, WordWriter<T> Write, WordReader<T> Read, Func<JsonElement, string, T> Parse, Action<Utf8JsonWriter, T> Print)
{
    /// <summary>The same word for a C# type that wraps this one.</summary>
    public WordType<TOuter> As<TOuter>(Func<T, TOuter> wrap, Func<TOuter, T> unwrap) => new(
        Solidity,
        (value, word) => Write(unwrap(value), word),
        word => wrap(Read(word)),
        (json, path) => wrap(Parse(json, path)),
        (writer, value) => Print(writer, unwrap(value)));
}
