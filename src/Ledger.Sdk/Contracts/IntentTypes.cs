using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Every type of intent by its name, and how one is read from JSON.</summary>
public static class IntentTypes
{
    private static readonly Dictionary<string, Type> ByName = new[]
    {
        typeof(Admission), typeof(KeyChange), typeof(EpochBump), typeof(StatusChange), typeof(RolesChange), typeof(DeviceChange),
        typeof(LotRegistration), typeof(UnitRegistration), typeof(HandOff), typeof(HandOffMany), typeof(Rejection), typeof(Packing), typeof(Unpacking),
        typeof(Split), typeof(Merge), typeof(Transformation), typeof(ConditionReport), typeof(Recall), typeof(TitleMove), typeof(TitleMerge),
    }.ToDictionary(type => type.Name);

    // A type's function is the same for all its messages, so that an empty one tells it. A rejection's depends on its offer.
    private static readonly Dictionary<string, Type> ByFunction = ByName.Values.Where(type => type != typeof(Rejection))
        .ToDictionary(type => ((Intent)RuntimeHelpers.GetUninitializedObject(type)).Function);

    /// <summary>The names, as <c>POST /intents</c> takes them.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The type whose message a function takes; null for none.</summary>
    internal static Type? OfFunction(string function) => function switch
    {
        "reject" => typeof(HandOff),
        "rejectMany" => typeof(HandOffMany),
        _ => ByFunction.GetValueOrDefault(function),
    };

    /// <summary>Reads a message of the named type.</summary>
    /// <exception cref="LedgerException">
    /// unknown-type, unknown-field, duplicate-field, missing-field, malformed-value, malformed-number, malformed-hex, oversized-batch,
    /// empty-batch, length-mismatch.
    /// </exception>
    public static Intent Parse(string type, JsonElement message)
    {
        if (!ByName.TryGetValue(type, out var record))
            throw new LedgerException("unknown-type", $"'{type}' is no type of intent.", $"The types are {string.Join(", ", Names)}.");
        var intent = record == typeof(Rejection) ? Rejection.Parse(message) : (Intent)RecordSchema.Of(record).Parse(message, "message");
        intent.Check();
        return intent;
    }
}
