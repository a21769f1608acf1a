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

    /// <summary>The names, as <c>POST /intents</c> takes them.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Reads a message of the named type.</summary>
    /// <exception cref="LedgerException">
    /// unknown-type, unknown-field, duplicate-field, missing-field, malformed-value, malformed-number, malformed-hex, oversized-batch, empty-batch, length-mismatch.
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
