using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>A party's credit in short, as it is shown beside something else to those whom the party lets see it.</summary>
/// <param name="Party">The party.</param>
/// <param name="Points">0 to 1,000; 500 says nothing either way.</param>
/// <param name="IsThin">Whether too little is known for more than 500.</param>
/// <param name="Scorecard">The version of the scorecard.</param>
/// <param name="Block">The final block that it is as of.</param>
/// <param name="Link">The report, with reasons.</param>
public sealed record CreditGlance(PartyId Party, int Points, bool IsThin, uint Scorecard, ulong Block, Uri Link);
