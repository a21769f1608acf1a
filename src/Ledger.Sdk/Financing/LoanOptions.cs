using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>What a loan says besides its price.</summary>
/// <param name="Recourse">Whether the borrower owes what the collateral does not bring.</param>
/// <param name="ResidualToLender">Whether the lender keeps what the collateral brings above what is owed: a true sale. Else it is the
/// borrower's: a reserve, a pledge.</param>
/// <param name="Grace">How long after the due date a default may be declared; 5 days where null.</param>
/// <param name="Valuer">Who attests the value of goods; zero: nobody.</param>
/// <param name="Haircut">The part of that value that may be lent, in 1/10,000.</param>
/// <param name="MarginTime">How long a margin call may wait for its answer.</param>
public sealed record LoanOptions(
    bool Recourse = true, bool ResidualToLender = false, TimeSpan? Grace = null, PartyId Valuer = default, ulong Haircut = 0,
    TimeSpan MarginTime = default);
