using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>The interface of a contract from its JSON ABI: functions, events, errors.</summary>
/// <remarks>Contract ABI specification, section "JSON".</remarks>
public sealed class ContractAbi
{
    private static readonly AbiError RequireError = new("Error", [new AbiParameter("message", AbiType.Parse("string"))]);
    private static readonly AbiError PanicError = new("Panic", [new AbiParameter("code", AbiType.Parse("uint256"))]);

    private readonly Dictionary<Hash32, AbiEvent> eventsByTopic;

    private ContractAbi(AbiFunction? constructor, IReadOnlyList<AbiFunction> functions, IReadOnlyList<AbiEvent> events, IReadOnlyList<AbiError> errors)
    {
        Constructor = constructor ?? new AbiFunction("", [], [], "nonpayable");
        (Functions, Events, Errors) = (functions, events, errors);
        eventsByTopic = events.Where(e => !e.IsAnonymous).DistinctBy(e => e.Topic).ToDictionary(e => e.Topic);
    }

    /// <summary>The constructor; one without arguments where the ABI names none.</summary>
    public AbiFunction Constructor { get; }

    /// <summary>All functions.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>All events.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>All custom errors.</summary>
    public IReadOnlyList<AbiError> Errors { get; }

    /// <summary>Parses the JSON array of a contract's ABI.</summary>
    /// <exception cref="FormatException">No such array, or an entry that is malformed.</exception>
    public static ContractAbi Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is what the reader says of half a surrogate pair.
            throw new FormatException("ABI: not JSON.", e);
        }
    }

    /// <summary>As <see cref="Parse(string)"/>, from parsed JSON.</summary>
    public static ContractAbi Parse(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array) throw new FormatException("ABI: the JSON is no array.");
        var (functions, events, errors) = (new List<AbiFunction>(), new List<AbiEvent>(), new List<AbiError>());
        AbiFunction? constructor = null;
        foreach (var entry in array.EnumerateArray())
        {
            switch (AbiJson.Text(entry, "type") ?? "function")
            {
                case "function": functions.Add(AbiJson.Function(entry)); break;
                case "constructor": constructor = AbiJson.Function(entry); break;
                case "event": events.Add(AbiJson.Event(entry)); break;
                case "error": errors.Add(AbiJson.Error(entry)); break;
            }
        }
        return new ContractAbi(constructor, functions, events, errors);
    }

    /// <summary>The function with this name, or with this signature where the name is overloaded.</summary>
    /// <exception cref="KeyNotFoundException">None, or several of that name.</exception>
    public AbiFunction Function(string nameOrSignature) =>
        Single(Functions, f => f.Signature == nameOrSignature, f => f.Name == nameOrSignature, nameOrSignature);

    /// <summary>The event with this name or signature.</summary>
    /// <exception cref="KeyNotFoundException">None, or several of that name.</exception>
    public AbiEvent Event(string nameOrSignature) => Single(Events, e => e.Signature == nameOrSignature, e => e.Name == nameOrSignature, nameOrSignature);

    /// <summary>The custom error with this name or signature.</summary>
    /// <exception cref="KeyNotFoundException">None, or several of that name.</exception>
    public AbiError Error(string nameOrSignature) => Single(Errors, e => e.Signature == nameOrSignature, e => e.Name == nameOrSignature, nameOrSignature);

    /// <summary>The event whose logs have this first topic.</summary>
    public bool TryGetEvent(Hash32 topic, [NotNullWhen(true)] out AbiEvent? found) => eventsByTopic.TryGetValue(topic, out found);

    /// <summary>Decodes the data of a revert: an error of this contract, <c>Error(string)</c> or <c>Panic(uint256)</c>; null for anything else.</summary>
    public DecodedError? DecodeError(ReadOnlySpan<byte> revertData)
    {
        try
        {
            foreach (var error in Errors)
                if (revertData.StartsWith(error.Selector)) return error.Decode(revertData);
            if (revertData.StartsWith(PanicError.Selector)) return DecodedError.Panic((BigInteger)PanicError.Decode(revertData).Arguments[0].Value);
            return revertData.StartsWith(RequireError.Selector) ? RequireError.Decode(revertData) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal static string SignatureOf(string name, IReadOnlyList<AbiParameter> parameters) =>
        $"{name}({string.Join(',', parameters.Select(parameter => parameter.Type.Name))})";

    private static T Single<T>(IReadOnlyList<T> all, Func<T, bool> exact, Func<T, bool> byName, string wanted)
        where T : class
    {
        if (all.FirstOrDefault(exact) is { } found) return found;
        var named = all.Where(byName).Take(2).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw new KeyNotFoundException($"The ABI has no {wanted}."),
            _ => throw new KeyNotFoundException($"The ABI has several {wanted}: name one by its signature."),
        };
    }
}
