using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>What the chain says of a party's credit as of a block: the same from anybody who reads the same chain. It binds no contract and nobody.</summary>
/// <param name="Party">The party.</param>
/// <param name="Scorecard">The version of the scorecard.</param>
/// <param name="Points">0 to 1,000; 500 says nothing either way.</param>
/// <param name="IsThin">Whether too little is known for more than 500.</param>
/// <param name="Reasons">Why, factor by factor.</param>
/// <param name="Features">The figures.</param>
/// <param name="FeaturesHash">Their hash, which attestations carry.</param>
/// <param name="AsOf">The block.</param>
public sealed record CreditReport(
    PartyId Party, uint Scorecard, int Points, bool IsThin, IReadOnlyList<ScoreReason> Reasons, CreditFeatures Features, Hash32 FeaturesHash, AsOf AsOf)
{
    /// <summary>The report on a party's conduct as of a moment, which is not before what the conduct holds.</summary>
    public static CreditReport Of(PartyConduct conduct, ChainMoment at)
    {
        ArgumentNullException.ThrowIfNull(conduct);
        var features = FeatureMaker.Make(conduct, at);
        var score = Credit.Scorecard.Count(features);
        return new CreditReport(
            conduct.Party, Credit.Scorecard.Version, score.Points, score.IsThin, score.Reasons, features, features.Hash(), new AsOf(at.Block, at.BlockHash, at.Time));
    }
}
