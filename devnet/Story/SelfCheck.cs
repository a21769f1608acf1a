using System.Text;
using System.Text.RegularExpressions;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Devnet.Story;

/// <summary>What the check at the end left for people to look at.</summary>
/// <param name="Good">A bundle that verifies.</param>
/// <param name="Tampered">The same with one digit of the event changed.</param>
/// <param name="Anchored">Proved events.</param>
/// <param name="HandOffs">Proved hand-offs and rejections.</param>
internal sealed record CheckResult(string Good, string Tampered, int Anchored, int HandOffs);

/// <summary>Fetches the proof of every event and hand-off, verifies all of them offline, and makes sure that a tampered one is found.</summary>
internal sealed partial class SelfCheck(LedgerClient ledger, DeploymentManifest manifest, string folder, Screen.Screen screen)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the check.</summary>
    /// <exception cref="LedgerException">A proof is missing or does not verify, or a tampered one does.</exception>
    public async Task<CheckResult> RunAsync(
        IReadOnlyDictionary<StoryEvent, EventReceipt> events, IReadOnlyList<ToldStep> steps, Holding? traveller, CancellationToken cancellationToken)
    {
        screen.Title("Proofs, checked offline");
        var ids = events.Values.Select(receipt => receipt.EventId).Distinct().ToList();
        var anchored = await screen.RunAsync("Waiting for the anchors", () => ProveAsync(ids, id => ledger.Provenance.EventProofAsync(id, cancellationToken), "event", cancellationToken),
            files => $"{files.Count} events are anchored, and the bundle of each verifies");
        var moves = steps.Where(step => step.Step.Kind is StepKind.HandOff or StepKind.Reject).Select(step => step.Operation.Id.ToString()).ToList();
        var handOffs = await screen.RunAsync("Checking the hand-offs", () => ProveAsync(moves, id => ledger.Provenance.HandOffProofAsync(id, cancellationToken), "hand-off", cancellationToken),
            files => $"{files.Count} hand-offs and rejections verify, signatures of both sides included");
        var good = anchored[Told(events, steps, traveller) is { } id ? ids.IndexOf(id) : 0];
        var tampered = Path.Combine(folder, "tampered.json");
        var text = await File.ReadAllTextAsync(good, cancellationToken);
        await File.WriteAllTextAsync(tampered, EventTime().Replace(text, match => match.Groups[1].Value + (char)('0' + (match.Groups[2].Value[0] - '0' + 1) % 10), 1), cancellationToken);
        if (WhyWrong(await File.ReadAllBytesAsync(tampered, cancellationToken)) is null) throw Wrong("A tampered bundle verified.");
        await CommandAsync(good, 0, cancellationToken);
        await CommandAsync(tampered, 1, cancellationToken);
        return new CheckResult(good, tampered, anchored.Count, handOffs.Count);
    }

    /// <summary>What people will try: the command line on the two bundles that are shown at the end.</summary>
    private async Task CommandAsync(string file, int expected, CancellationToken cancellationToken)
    {
        var (exitCode, verdict) = await LedgerCommand.VerifyAsync(file, cancellationToken);
        if (exitCode != expected) throw Wrong($"`ledger verify {file}` ended with {exitCode}, not {expected}: {verdict}");
        screen.Done($"ledger verify {Path.GetFileName(file)}: {verdict}");
    }

    private static LedgerException Wrong(string what) => new("proof-wrong", what, "This must never happen: please report it.");

    /// <summary>The event behind the traveller's last hand-off.</summary>
    private static string? Told(IReadOnlyDictionary<StoryEvent, EventReceipt> events, IReadOnlyList<ToldStep> steps, Holding? traveller) =>
        traveller is null ? null : steps.LastOrDefault(step => step.Step.Touches.Contains(traveller.Id.Value)) is { } last ? events[last.Step.Because].EventId : null;

    private async Task<IReadOnlyList<string>> ProveAsync(List<string> ids, Func<string, Task<string>> fetch, string kind, CancellationToken cancellationToken)
    {
        var files = new string[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var bundle = await UntilFinalAsync(() => fetch(ids[index]), token);
            files[index] = Path.Combine(folder, $"{kind}-{index + 1:000}.json");
            await File.WriteAllTextAsync(files[index], bundle, token);
            if (WhyWrong(Encoding.UTF8.GetBytes(bundle)) is { } why) throw Wrong($"The proof of {kind} {ids[index]} does not verify: {why}");
        });
        return files;
    }

    /// <summary>A proof exists once its block is final: asks until then.</summary>
    private static async Task<string> UntilFinalAsync(Func<Task<string>> fetch, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            try
            {
                return await fetch();
            }
            catch (LedgerException exception) when (exception.Code is "not-anchored" or "not-final" or "not-indexed" or "not-found" && DateTimeOffset.UtcNow < end)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    /// <summary>What does not match; null where everything does.</summary>
    private string? WhyWrong(byte[] bundle)
    {
        var report = ProofVerifier.Verify(bundle, manifest: manifest);
        return report.Holds ? null : string.Join("; ", report.Failures.Select(failure => $"{failure.Name}: {failure.Detail}"));
    }

    [GeneratedRegex(@"(eventTime[^0-9]+\d\d\d)(\d)")]
    private static partial Regex EventTime();
}
