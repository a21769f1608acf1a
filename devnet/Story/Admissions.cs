using System.Net.Http.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>Admits the cast to the Registry: the registrar signs, and each with its own key.</summary>
internal static class Admissions
{
    private static readonly PartyId Registrar = new(1);

    /// <summary>Gives every member its party number and epoch; admits those whose key the Registry does not know. Returns how many were new.</summary>
    /// <exception cref="LedgerException">The Registry refused.</exception>
    public static async Task<int> AdmitAsync(IReadOnlyList<CastMember> members, LedgerClient ledger, EthereumClient node, DeploymentManifest manifest, CancellationToken cancellationToken)
    {
        var registry = new RegistryContract(node, manifest.Registry);
        var deadline = (ulong)DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        var registrar = await registry.PartyAsync(Registrar, cancellationToken: cancellationToken);
        var admitted = 0;
        foreach (var member in members)
        {
            member.Id = await registry.PartyOfAsync(member.Key.Address, cancellationToken: cancellationToken);
            if (member.Id == default)
            {
                var next = new PartyId(await registry.PartyCountAsync(cancellationToken: cancellationToken) + 1);
                var admission = new Admission(next, member.Key.Address, Address.Zero, member.Roles, member.Identity.Commitment, Registrar, registrar.Epoch, deadline);
                var draft = IntentDraft.Of(admission, manifest.DomainOf(LedgerContract.Registry), [registrar.Key, member.Key.Address]);
                var operation = await ledger.SubmitAsync(draft.Sign(StoryKeys.Registrar).Sign(member.Key), cancellationToken: cancellationToken);
                if (operation.Status == OperationState.Failed)
                    throw new LedgerException(operation.Error!.Code, $"{member} could not be admitted: {operation.Error.Message}", operation.Error.Hint);
                member.Id = next;
                admitted++;
            }
            member.Epoch = (await registry.PartyAsync(member.Id, cancellationToken: cancellationToken)).Epoch;
        }
        foreach (var contract in Settlement.Contracts)
            if (await Settlement.AdmissionAsync(node, manifest, contract, StoryKeys.Registrar, cancellationToken) is { } admission)
            {
                var operation = await ledger.SubmitAsync(admission, cancellationToken: cancellationToken);
                if (operation.Status == OperationState.Failed)
                    throw new LedgerException(operation.Error!.Code, $"{contract} could not be admitted: {operation.Error.Message}", operation.Error.Hint);
            }
        return admitted;
    }

    /// <summary>Opens the identities to the API, so that its pages show names; the projections must have the parties.</summary>
    public static async Task OpenIdentitiesAsync(IReadOnlyList<CastMember> members, HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var (id, identity) in members.Select(member => (member.Id, member.Identity)).Prepend((Registrar, PartyIdentity.Registrar)))
        {
            using var response = await http.PutAsJsonAsync($"/parties/{id}/identity", new { document = identity.Document, salt = $"{identity.Salt}" }, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new LedgerException("identity-refused", $"The identity of party {id} was refused: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
