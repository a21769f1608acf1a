using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>A step that the chain has taken.</summary>
/// <param name="Operation">What the API says of it.</param>
internal sealed record ToldStep(Step Step, Operation Operation);

/// <summary>Lets the parties sign the planned intents and submits them through the API, as their own software would.</summary>
/// <remarks>
/// Steps that touch the same goods follow each other; others go at the same time. A step that was submitted before, by a run that was
/// interrupted, has the same digest and so is the same operation: it is not done twice.
/// </remarks>
internal sealed class Teller(LedgerClient ledger, DeploymentManifest manifest, Cast cast)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Dictionary<PartyId, CastMember> members = cast.Members.ToDictionary(member => member.Id);

    /// <summary>Tells the story and calls <paramref name="told"/> for each step in the order of the script.</summary>
    /// <exception cref="LedgerException">A step was refused; what the steps before it did stays done.</exception>
    public async Task<IReadOnlyList<ToldStep>> TellAsync(IReadOnlyList<Step> steps, Action<ToldStep> told, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var gate = new SemaphoreSlim(AtOnce);
        var last = new Dictionary<Hash32, Task>();
        var running = new List<Task<ToldStep>>();
        foreach (var step in steps)
        {
            var before = step.Touches.Select(id => last.GetValueOrDefault(id)).OfType<Task>().Distinct().ToList();
            var task = SubmitAsync(step, before, gate, stop.Token);
            foreach (var id in step.Touches) last[id] = task;
            running.Add(task);
        }
        try
        {
            var result = new List<ToldStep>();
            foreach (var task in running)
            {
                result.Add(await task);
                told(result[^1]);
            }
            return result;
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private async Task<ToldStep> SubmitAsync(Step step, IReadOnlyList<Task> before, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await Task.WhenAll(before);
        await gate.WaitAsync(cancellationToken);
        try
        {
            var operation = await ledger.SubmitAsync(Sign(step.Intent), Patience, cancellationToken);
            return operation.Status != OperationState.Failed ? new ToldStep(step, operation)
                : throw new LedgerException(operation.Error?.Code ?? "operation-failed", $"{step.Text}: {operation.Error?.Message ?? "the operation failed"}", operation.Error?.Hint);
        }
        catch (LedgerException exception) when (!exception.Message.StartsWith(step.Text, StringComparison.Ordinal))
        {
            var hint = step.Kind == StepKind.Register ? "If the goods are on this chain already, by other documents: give this story a folder of its own with --data." : exception.Hint;
            throw new LedgerException(exception.Code, $"{step.Text}: {exception.Message}", hint, exception);
        }
        finally
        {
            gate.Release();
        }
    }

    private SignedIntent Sign(Intent intent)
    {
        var domain = manifest.DomainOf(intent.Contract);
        return new SignedIntent(intent, [.. intent.Signers(domain).Select(signer => members[signer.Party!.Value].Key.Sign(signer.Digest).ToBytes())]);
    }
}
