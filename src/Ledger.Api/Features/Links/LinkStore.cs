using System.Data.Common;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Links;

/// <summary>Keeps the links: every version of them, each signed, and nobody changes another's.</summary>
public sealed class LinkStore(Database database, CurrentDeployment deployment, TimeProvider time, IServiceProvider services)
{
    private const string Columns = "path, version, template, key, party, document, signer, signature, signed_by as SignedBy, created, superseded";

    /// <summary>A change that a caller wants.</summary>
    /// <param name="Path">What the links are for.</param>
    /// <param name="Document">The document's bytes; null removes the links.</param>
    /// <param name="Expected">The version that is replaced, 0 for none; null for whichever it is.</param>
    /// <param name="Signature">The party's own signature; null lets the API sign for it.</param>
    public sealed record Change(LinkTemplate Path, ReadOnlyMemory<byte>? Document, long? Expected, Signature? Signature);

    /// <summary>Makes all the changes, or none.</summary>
    /// <exception cref="LedgerException"><c>not-the-owner</c>, <c>links-changed</c>, <c>wrong-signer</c>, <c>not-found</c>.</exception>
    public async Task<IReadOnlyList<LinkVersion>> ApplyAsync(Caller caller, IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var owners = new LinkOwners(connection, time.GetUtcNow().ToUnixTimeSeconds());
        // In one order everywhere, so that two requests at once take the rows' locks alike.
        foreach (var key in changes.GroupBy(change => change.Path.Key).OrderBy(group => group.Key, StringComparer.Ordinal))
            await owners.ClaimAsync(caller, key.Key, isRemoval: key.All(change => change.Document is null));
        var made = new List<LinkVersion>(changes.Count);
        foreach (var change in changes) made.Add(await ApplyAsync(connection, caller, change));
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    /// <summary>One version of the links of an identifier, the current one by default; null where there is none.</summary>
    public async Task<LinkVersion?> FindAsync(LinkTemplate path, long? version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<LinkVersion>(
            $"select {Columns} from captured.link_set where path = @Name and {(version is null ? "superseded is null" : "version = @version")}", new { path.Name, version });
    }

    /// <summary>The current links under each of these names.</summary>
    internal static async Task<IReadOnlyDictionary<string, LinkVersion>> FindAsync(DbConnection connection, IEnumerable<string> names)
    {
        var wanted = names.Distinct().ToArray();
        var rows = await connection.QueryAsync<LinkVersion>(
            $"select {Columns} from captured.link_set where path {connection.IsIn("wanted")} and superseded is null and document is not null", new { wanted });
        return rows.ToDictionary(row => row.Path);
    }

    /// <summary>What is set now, by path.</summary>
    public async Task<IReadOnlyList<LinkVersion>> ListAsync(PartyId? party, string after, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = await connection.QueryAsync<LinkVersion>($"""
            select {Columns} from captured.link_set where superseded is null and document is not null and path > @after {(party is null ? "" : "and party = @party")} order by path limit @most
            """, new { party = party?.Value, after, most });
        return rows.AsList();
    }

    private async Task<LinkVersion> ApplyAsync(DbConnection connection, Caller caller, Change change)
    {
        var (path, document, expected, signature) = change;
        var current = await connection.QuerySingleOrDefaultAsync<(long Version, bool Stands)?>(
            "select version, document is not null from captured.link_set where path = @Name and superseded is null", new { path.Name });
        var stands = current is { Stands: true };
        if (document is null && !stands) throw new LedgerException("not-found", $"No links are set for /{path.Name}.");
        if (expected is { } version && (version == 0 ? stands : version != (current?.Version ?? 0)))
            throw new LedgerException("links-changed", $"The links of /{path.Name} are at version {current?.Version ?? 0}.", "Read them again, and send the change with the new version.");
        var message = new LinkSetMessage(caller.Party, path.Link, document is { } bytes ? Keccak256.Hash(bytes.Span) : default, (ulong)(current?.Version ?? 0) + 1);
        var (signer, signed, by) = Sign(message.Digest(deployment.Manifest), caller, signature);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var row = new LinkVersion
        {
            Path = path.Name,
            Template = path.Template,
            Version = (long)message.Version,
            Key = path.Key,
            Party = (long)caller.Party.Value,
            Document = document?.ToArray(),
            Signer = signer?.Span.ToArray(),
            Signature = signed?.ToBytes(),
            SignedBy = by,
            Created = now,
        };
        await connection.ExecuteAsync("update captured.link_set set superseded = @Created where path = @Path and superseded is null", row);
        await connection.ExecuteAsync("""
            insert into captured.link_set (path, version, template, key, party, document, signer, signature, signed_by, created)
            values (@Path, @Version, @Template, @Key, @Party, @Document, @Signer, @Signature, @SignedBy, @Created)
            """, row);
        return row;
    }

    /// <summary>The party's signature where it sent one; else the API's own, and marked so.</summary>
    private (Address? Signer, Signature? Signature, int? By) Sign(Hash32 digest, Caller caller, Signature? signature)
    {
        if (signature is { } own)
            return own.TryRecover(digest, out var signer) && signer == caller.Address
                ? (signer, own, LinkVersion.ByParty)
                : throw new LedgerException("wrong-signer", $"The signature is not that of party {caller.Party}'s key over this document and version.", "Sign LinkSet(uint64 party,bytes32 key,bytes32 links,uint64 version) in the domain of the Anchors contract.");
        var key = services.GetService<RelayKey>();
        return key is null ? (null, null, null) : (key.Address, key.Secret.Sign(digest), LinkVersion.ByApi);
    }
}
