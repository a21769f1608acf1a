using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Tests.Simulation;

/// <summary>Chains full of made-up business.</summary>
internal static class Story
{
    /// <summary>A chain of so many blocks with up to four transactions each, some empty, some failed.</summary>
    public static (SimulatedChain Chain, Scenario Scenario) Of(int blocks, int seed, ulong finalityDepth = 64)
    {
        var (chain, scenario) = (new SimulatedChain((ulong)seed, finalityDepth), new Scenario(seed));
        Continue(chain, scenario, blocks, seed);
        return (chain, scenario);
    }

    /// <summary>Mines further blocks.</summary>
    public static void Continue(SimulatedChain chain, Scenario scenario, int blocks, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < blocks; i++)
        {
            var transactions = new List<IReadOnlyList<LedgerEvent>>();
            for (var count = random.Next(5); count > 0; count--) transactions.Add(random.Next(10) == 0 ? [] : scenario.Next());
            chain.Mine([.. transactions]);
        }
    }
}
