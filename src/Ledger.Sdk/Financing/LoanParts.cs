namespace Ledger.Sdk.Financing;

/// <summary>What is owed of a loan, or what a payment did with it, in the order of payment; minor units of the cash.</summary>
/// <param name="Fee">The fee.</param>
/// <param name="Late">Late interest.</param>
/// <param name="Interest">Interest.</param>
/// <param name="Principal">The principal.</param>
/// <param name="Residual">What is left after all that.</param>
public sealed record LoanParts(ulong Fee, ulong Late, ulong Interest, ulong Principal, ulong Residual);
