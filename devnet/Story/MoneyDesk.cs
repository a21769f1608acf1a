using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Devnet.Story;

/// <summary>Each party at the API in its own session.</summary>
internal sealed class MoneyDesk(HttpClient http, CaptureClient sessions)
{
    private readonly Dictionary<PartyId, LedgerClient> clients = [];

    /// <summary>The client that is signed in as this party.</summary>
    public async Task<LedgerClient> AsAsync(CastMember by, CancellationToken cancellationToken)
    {
        if (!clients.TryGetValue(by.Id, out var client)) clients[by.Id] = client = new LedgerClient(http);
        client.Token = await sessions.TokenOfAsync(by, cancellationToken);
        return client;
    }
}
