using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Risk;

/// <summary>How what an alert is about is named.</summary>
public static class Subjects
{
    /// <summary>A receivable.</summary>
    public static string Receivable(Hash32 id) => $"receivable {id}";

    /// <summary>A loan.</summary>
    public static string Loan(Hash32 id) => $"position {id}";

    /// <summary>A party.</summary>
    public static string Party(PartyId party) => $"party {party}";

    /// <summary>A lender's line for a debtor.</summary>
    public static string Line(PartyId lender, PartyId debtor) => $"line {lender} {debtor}";

    /// <summary>A device.</summary>
    public static string Device(Address device) => $"device {device}";

    /// <summary>A unit.</summary>
    public static string Unit(Hash32 unit) => $"unit {unit}";
}
