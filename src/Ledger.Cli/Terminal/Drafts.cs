using Ledger.Cli.Commands;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;

namespace Ledger.Cli.Terminal;

/// <summary>Drafts that pass from signer to signer as files.</summary>
internal static class Drafts
{
    public static async Task<IntentDraft> ReadAsync(FileInfo file, CancellationToken cancellationToken) =>
        IntentDraft.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false));

    public static Task WriteAsync(IntentDraft draft, FileInfo file, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(file.FullName, draft.ToJson() + "\n", cancellationToken);

    /// <summary>Signs, after making sure that the draft is for the ledger behind the API and that the key may be used there.</summary>
    /// <exception cref="LedgerException">wrong-domain, wrong-pledge, development-key, wrong-signer.</exception>
    public static async Task<IntentDraft> SignAsync(
        IntentDraft draft, PrivateKey key, LedgerClient ledger, CancellationToken cancellationToken)
    {
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        DevelopmentKeys.Refuse(key.Address, manifest.ChainId, manifest.Development);
        draft.RequireOf(manifest);
        if (draft.Intent is Loan loan) await ledger.Financing.RequirePledgeAsync(loan, cancellationToken).ConfigureAwait(false);
        return draft.Sign(key);
    }

    /// <summary>Submits and shows what became of it; the exit code says whether the contract took it.</summary>
    public static async Task<int> SubmitAsync(IntentDraft draft, LedgerClient ledger, Screen screen, CancellationToken cancellationToken)
    {
        var operation = await ledger.SubmitAsync(draft, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ShowEnd(operation, screen);
    }

    /// <summary>Shows what became of an operation; the exit code says whether the contract took it.</summary>
    public static int ShowEnd(Operation operation, Screen screen)
    {
        if (operation.Status == OperationState.Failed)
        {
            screen.Fail(operation.Error?.Code ?? "failed", operation.Error?.Message ?? "The contract refused it.", operation.Error?.Hint);
            return CommandRunner.Refused;
        }
        var status = operation.Status.ToString().ToLowerInvariant();
        screen.Show(operation, () => screen.Say($"{operation.Type} is {status} in block {operation.Block}, transaction {operation.TransactionHash}."));
        return CommandRunner.Done;
    }

    /// <summary>What a draft says, and who has to sign it still.</summary>
    public static void Show(IntentDraft draft, Screen screen)
    {
        var missing = draft.Missing.Select(signer => signer.ToString()).ToArray();
        screen.Show(
            new { id = draft.Id, type = draft.Intent.Type, missing },
            () =>
            {
                screen.Say(Describe(draft.Intent));
                screen.Say(missing.Length == 0 ? "All have signed: submit it." : $"Still to sign: {string.Join(", ", missing)}.");
            });
    }

    private static string Describe(Intent intent) => intent switch
    {
        Rejection rejection => $"Refusal of: {Describe(rejection.Offer)}",
        CustodyOffer offer =>
            $"Hand-off from party {offer.From} to party {offer.To}, valid until {Times.Show(offer.Deadline)}, of {string.Join(", ", offer.MovedUnits)}.",
        OrderHandOff ordered =>
            $"{Describe(ordered.Offer)} It is delivery {ordered.Delivery.Milestone + 1} of order {ordered.Delivery.Order}: {ordered.Delivery.Quantity} accepted, {ordered.Delivery.Invoice} invoiced.",
        Arrival arrival =>
            $"Arrival of {arrival.Arrived.Quantity} for milestone {arrival.Arrived.Milestone} of order {arrival.Arrived.Order}, {arrival.Arrived.Invoice} invoiced, for {arrival.Devices.Count} devices to attest.",
        Loan loan => LoanScreen.Describe(loan),
        _ => intent.ToString(),
    };
}
