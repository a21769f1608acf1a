namespace Ledger.Sdk.Provenance;

/// <summary>One thing that was checked.</summary>
/// <param name="Name">What, in a word or two: <c>header</c>, <c>signature (from)</c>, <c>receipt</c>…</param>
/// <param name="Holds">Whether it matches.</param>
/// <param name="Detail">What was found, and what was expected where it does not match.</param>
public sealed record ProofCheck(string Name, bool Holds, string Detail);

/// <summary>What verifying a bundle gave.</summary>
/// <param name="Statement">What the bundle says, in words; true where it holds and what is in <paramref name="Trust"/> is trusted.</param>
/// <param name="Checks">Everything that was checked, in order.</param>
/// <param name="Trust">What the reader must still trust, because the bundle cannot show it.</param>
public sealed record ProofReport(string Statement, IReadOnlyList<ProofCheck> Checks, IReadOnlyList<string> Trust)
{
    /// <summary>Whether everything matches.</summary>
    public bool Holds => Checks.Count > 0 && Checks.All(check => check.Holds);

    /// <summary>What does not match.</summary>
    public IEnumerable<ProofCheck> Failures => Checks.Where(check => !check.Holds);
}
