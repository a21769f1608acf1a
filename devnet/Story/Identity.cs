using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ledger.Api.Documents;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>Who a member is: the chain has a salted commitment only; opening it to the API puts the name on its pages.</summary>
internal static class Identity
{
    /// <summary>What the member is admitted with.</summary>
    public static Hash32 CommitmentOf(CastMember member) => Commitment.Of(SaltOf(member), Encoding.UTF8.GetBytes(DocumentOf(member)));

    /// <summary>Opens the commitment to the API, which takes nothing that does not hash to what the chain has.</summary>
    /// <exception cref="LedgerException">It does not.</exception>
    public static async Task OpenAsync(HttpClient http, CastMember member, CancellationToken cancellationToken)
    {
        using var response = await http.PutAsJsonAsync($"/parties/{member.Id}/identity", new { document = DocumentOf(member), salt = SaltOf(member).ToString() }, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new LedgerException("identity-mismatch", $"The identity of {member} could not be opened: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static string DocumentOf(CastMember member) => JsonSerializer.Serialize(new { name = member.Name });

    // It follows from the name, so that the same party comes back at the next start; a real one is random.
    private static Hash32 SaltOf(CastMember member) => Keccak256.Hash(Encoding.UTF8.GetBytes($"identity {member.Company} {member.Name}"));
}
