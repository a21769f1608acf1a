using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>Every type of intent by its name, and how one is read from JSON.</summary>
public static class IntentTypes
{
    private static readonly Type[] All =
    [
        typeof(Admission), typeof(KeyChange), typeof(EpochBump), typeof(StatusChange), typeof(RolesChange), typeof(DeviceChange),
        typeof(LotRegistration), typeof(UnitRegistration), typeof(HandOff), typeof(HandOffMany), typeof(Rejection), typeof(Packing), typeof(Unpacking),
        typeof(Split), typeof(Merge), typeof(Transformation), typeof(ConditionReport), typeof(Recall), typeof(TitleMove), typeof(TitleMerge),
        typeof(Mint), typeof(Burn), typeof(CashTransfer),
        typeof(Issue), typeof(Move), typeof(Sale), typeof(Payment), typeof(Redemption), typeof(PayOut), typeof(Retirement), typeof(Dilution), typeof(DisputeNotice),
        typeof(OrderTerms), typeof(Funding), typeof(HandOffMatch), typeof(Arrival), typeof(MatchArrival), typeof(OrderDispute), typeof(Closing),
        typeof(Expire), typeof(Assignment),
        typeof(Loan), typeof(Repayment), typeof(LenderAction), typeof(Valuation), typeof(Limit), typeof(Collect), typeof(CollectOrder),
        typeof(Attach), typeof(HandOver), typeof(HandOverOrder), typeof(Witness), typeof(ReturnTitle),
    ];

    private static readonly Dictionary<string, Type> ByName = All.ToDictionary(type => type.Name);

    // Calls that carry the message and signatures, nothing else: an empty message tells its contract and function.
    private static readonly Dictionary<(LedgerContract Contract, string Function), Type> ByFunction = All
        .Where(type => type != typeof(Rejection) && type != typeof(HandOffMatch) && type != typeof(Loan) && type != typeof(PayOut))
        .Select(type => (Type: type, Empty: (Intent)RuntimeHelpers.GetUninitializedObject(type)))
        .Where(pair => pair.Empty.Contract is not (LedgerContract.Orders or LedgerContract.Facility) || pair.Type == typeof(OrderTerms) || pair.Type == typeof(Limit))
        .Where(pair => pair.Type != typeof(Payment) && pair.Type != typeof(Retirement))
        .ToDictionary(pair => (pair.Empty.Contract, pair.Empty.Function), pair => pair.Type);

    /// <summary>The names, as <c>POST /intents</c> takes them.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The type whose message, and no enclosure, a function takes; null for none.</summary>
    internal static Type? OfFunction(LedgerContract contract, string function) => function switch
    {
        "reject" => typeof(HandOff),
        "rejectMany" => typeof(HandOffMany),
        _ => ByFunction.GetValueOrDefault((contract, function)),
    };

    /// <summary>Reads a message of the named type, and what is enclosed with it.</summary>
    /// <exception cref="LedgerException">
    /// unknown-type, unknown-field, duplicate-field, missing-field, malformed-value, malformed-number, malformed-hex, or what
    /// <see cref="Intent.Check"/> refuses.
    /// </exception>
    public static Intent Parse(string type, JsonElement message, JsonElement? enclosures = null)
    {
        if (!ByName.TryGetValue(type, out var record))
            throw new LedgerException("unknown-type", $"'{type}' is no type of intent.", $"The types are {string.Join(", ", Names)}.");
        var enclosed = new EnclosureReader(enclosures);
        var intent = record == typeof(Rejection) ? Rejection.Parse(message)
            : record == typeof(HandOffMatch) ? HandOffMatch.Of((HandOff)RecordSchema.Of(typeof(HandOff)).Parse(message, "message"))
            : (Intent)RecordSchema.Of(record).Parse(message, "message");
        intent = intent switch
        {
            CustodyOffer offer when enclosed.Has("terms") => OrderHandOff.Of(offer),
            TitleMove move when enclosed.Has("loan") => TopUp.Of(move),
            _ => intent,
        };
        intent = intent.ReadEnclosures(enclosed);
        enclosed.End(type);
        intent.Check();
        return intent;
    }
}
