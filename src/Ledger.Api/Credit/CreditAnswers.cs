using System.Text.Json;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Credit;

/// <summary>Reports on parties, and attestations of them: signed with the key of this server's relay and anchored in its name, each as a tree of its own.</summary>
/// <remarks>The trees of the anchor job are over events in the order of their numbers, which an attestation has not; so it goes to the relay by itself.</remarks>
public sealed class CreditAnswers(
    Database database, FollowStore store, RelayStore relay, RelaySignal signal, CurrentDeployment deployment, TimeProvider time, RelayKey? key = null)
{
    private const ulong Gas = 120_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The report as of the newest final block that was followed, not before a block that is asked for.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>, <c>not-indexed-yet</c>.</exception>
    public async Task<CreditReport> ReportAsync(PartyId party, ulong minBlock, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken))
        {
            ChainMoment? reached;
            await using (var connection = await database.OpenAsync(cancellationToken: cancellationToken)) reached = await store.ReachedAsync(connection);
            if (reached is { } at && at.Block >= minBlock)
                return await store.FindAsync(party, cancellationToken) is { } found
                    ? CreditReport.Of(found.Conduct, found.At) : throw new LedgerException("not-found", $"There is no party {party}.", "GET /parties lists all.");
            if (time.GetElapsedTime(start) > Longest || (reached is null && minBlock == 0))
                throw new LedgerException("not-indexed-yet", minBlock == 0 ? "No final block was followed yet." : $"Block {minBlock} was not followed within {Longest.TotalSeconds} s.", "Ask again in a moment; only final blocks count.");
        }
    }

    /// <summary>Signs the report of now and has it anchored; the same for the same block.</summary>
    /// <exception cref="LedgerException"><c>relay-off</c>, and what <see cref="ReportAsync"/> throws.</exception>
    public async Task<CreditAttestation> AttestAsync(PartyId party, CancellationToken cancellationToken)
    {
        if (key is null) throw new LedgerException("relay-off", "This server signs and anchors nothing: it has no relayer key.", "Use another server, or compute the report with: ledger credit.");
        var attestation = CreditAttestation.Sign(await ReportAsync(party, 0, cancellationToken), deployment.Manifest.DomainOf(LedgerContract.Anchors), key.Secret);
        var operation = Keccak256.Hash([.. "Anchor"u8, .. deployment.Key.Span, .. key.Address.Span, .. attestation.Root.Span]);
        await using (var connection = await database.OpenAsync(Access.Captured, cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync("""
                insert into captured.credit_attestation (chain, party, block, document, operation, created) values (@Key, @party, @block, @document, @operation, @now)
                on conflict (chain, party, block) do nothing
                """, new
            {
                deployment.Key,
                party = (long)party.Value,
                block = (long)attestation.AsOf.Block,
                document = JsonSerializer.Serialize(attestation, Json.Options),
                operation,
                now = time.GetUtcNow().ToUnixTimeSeconds(),
            });
            var intent = JsonSerializer.Serialize(new { type = "Anchor", message = new { root = attestation.Root, count = 1 } }, Json.Options);
            await relay.AddAsync(connection, operation, "Anchor", intent, deployment.Manifest.Anchors, AnchorsContract.Anchor(attestation.Root, 1), Gas);
            await transaction.CommitAsync(cancellationToken);
        }
        signal.Set();
        return attestation;
    }

    /// <summary>The newest attestation; null where there is none.</summary>
    public async Task<CreditAttestation?> AttestedAsync(PartyId party, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string>(
            "select document from captured.credit_attestation where chain = @Key and party = @party order by block desc limit 1", new { deployment.Key, party = (long)party.Value }) is { } document
            ? JsonSerializer.Deserialize<CreditAttestation>(document, LedgerJson.Options) : null;
    }
}
