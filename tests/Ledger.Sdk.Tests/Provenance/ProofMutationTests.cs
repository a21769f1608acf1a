using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Tests.Provenance;

/// <summary>Every altered byte is found: each byte of each kind of bundle is changed, and some are removed and doubled.</summary>
public sealed class ProofMutationTests
{
    [Fact]
    public async Task Every_altered_byte_of_a_hand_off_is_found() => AssertFound((await ProofFixture.GetAsync()).HandOff);

    [Fact]
    public async Task Every_altered_byte_of_an_event_is_found() => AssertFound((await ProofFixture.GetAsync()).Event);

    [Fact]
    public async Task Every_altered_byte_of_a_bundle_from_a_QBFT_chain_is_found_even_without_validators() =>
        AssertFound(QbftSealing.Seal((await ProofFixture.GetAsync()).HandOff, QbftSealing.Validators));

    private static void AssertFound(ProofBundle bundle)
    {
        var original = Encoding.UTF8.GetBytes(bundle.ToJson());
        Assert.True(ProofVerifier.Verify(original).Holds, string.Join("; ", ProofVerifier.Verify(original).Failures));
        var missed = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, original.Length, i =>
        {
            foreach (var (what, mutated) in Mutations(original, i))
                if (ProofVerifier.Verify(mutated) is var report && (report.Holds || !report.Failures.Any()))
                    missed.Add($"{what} at {i}: …{Encoding.UTF8.GetString(mutated, Math.Max(0, i - 30), Math.Min(60, mutated.Length - Math.Max(0, i - 30)))}…");
        });
        Assert.Empty(missed);
    }

    private static IEnumerable<(string What, byte[] Mutated)> Mutations(byte[] original, int i)
    {
        yield return ("changed", With(original, i, 0x01));
        if (char.IsAsciiLetter((char)original[i])) yield return ("other case", With(original, i, 0x20));
        // Whitespace may come and go; of the rest, every seventh byte is enough, since a missing one shifts all that follow.
        if (original[i] is (byte)' ' or (byte)'\n' || i % 7 != 0) yield break;
        yield return ("not ASCII", With(original, i, 0x80));
        yield return ("removed", [.. original[..i], .. original[(i + 1)..]]);
        yield return ("doubled", [.. original[..i], original[i], .. original[i..]]);
    }

    private static byte[] With(byte[] original, int i, byte flip)
    {
        var changed = (byte[])original.Clone();
        changed[i] ^= flip;
        return changed;
    }
}
