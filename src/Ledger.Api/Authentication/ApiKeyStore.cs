using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Authentication;

/// <summary>The API keys of parties. A key counts on the deployment for which it was issued, until it expires, is revoked, or its party changes its key or bumps its epoch.</summary>
public sealed class ApiKeyStore(Database database, CurrentDeployment deployment, TimeProvider time, ILogger<ApiKeyStore> logger)
{
    /// <summary>The longest that a key may count.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const int MostKeys = 100;
    private const int UseResolution = 60;

    // Freezing and other roles leave keys alone: what a party may do is looked up at every request.
    private const string Select = """
        select k.id, k.party, k.secret_hash as SecretHash, k.name, k.scopes, k.created, k.expires, k.revoked, k.last_used as LastUsed, p.address, p.roles, p.status,
          case when exists (select 1 from projection.party_change c where c.party = k.party and c.epoch > k.epoch and c.kind in (2, 3)) then 1 else 0 end as cancelled
        from captured.api_key k join projection.party p on p.id = k.party where k.chain = @chain
        """;

    /// <summary>Issues a key.</summary>
    /// <exception cref="LedgerException"><c>too-many-api-keys</c>.</exception>
    public async Task<IssuedApiKey> IssueAsync(PartyId party, string name, IReadOnlyList<ApiScope> scopes, DateTimeOffset expires)
    {
        var key = ApiKeyText.Create();
        var now = Now;
        await using var connection = await database.OpenAsync(Access.Captured);
        var live = await connection.ExecuteScalarAsync<long>(
            "select count(*) from captured.api_key where chain = @chain and party = @party and revoked is null and expires > @now", new { chain = deployment.Key, party = party.Value, now });
        if (live >= MostKeys) throw new LedgerException("too-many-api-keys", $"Party {party} has {MostKeys} API keys.", "Revoke what is not used any more.");
        await connection.ExecuteAsync("""
            insert into captured.api_key (id, chain, party, epoch, secret_hash, name, scopes, created, expires)
            select @Id, @chain, p.id, p.epoch, @Hash, @name, @scopes, @now, @expires from projection.party p where p.id = @party
            """, new { key.Id, chain = deployment.Key, key.Hash, name, scopes = scopes.Aggregate(0, (all, scope) => all | (int)scope), now, expires = expires.ToUnixTimeSeconds(), party = party.Value });
        logger.LogInformation("Issued API key id={Id} party={Party} scopes={Scopes}", key.Id, party, string.Join(',', scopes));
        return new IssuedApiKey(key.Secret, (await FindRowAsync(connection, key.Id))!.Info(now));
    }

    /// <summary>A party's keys, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyInfo>> ListAsync(PartyId party)
    {
        await using var connection = await database.OpenAsync();
        var rows = await connection.QueryAsync<KeyRow>($"{Select} and k.party = @party order by k.created desc, k.id", new { chain = deployment.Key, party = party.Value });
        return [.. rows.Select(row => row.Info(Now))];
    }

    /// <summary>Revokes a party's key; again changes nothing.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    public async Task RevokeAsync(PartyId party, string id)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        var found = await connection.ExecuteAsync(
            "update captured.api_key set revoked = coalesce(revoked, @Now) where id = @id and party = @party and chain = @chain", new { Now, id, party = party.Value, chain = deployment.Key });
        if (found == 0) throw new LedgerException("not-found", $"Party {party} has no API key '{id}'.");
        logger.LogInformation("Revoked API key id={Id} party={Party}", id, party);
    }

    /// <summary>Whom a key speaks for.</summary>
    /// <exception cref="LedgerException"><c>api-key-refused</c>, <c>api-key-revoked</c>, <c>api-key-expired</c>.</exception>
    public async Task<Caller> FindAsync(ApiKeyText key)
    {
        ArgumentNullException.ThrowIfNull(key);
        KeyRow? row;
        await using (var connection = await database.OpenAsync()) row = await FindRowAsync(connection, key.Id);
        // An unknown id is compared too, so that it takes as long as a wrong secret.
        if (!CryptographicOperations.FixedTimeEquals(key.Hash, row?.SecretHash ?? new byte[32]) || row is null)
            throw new LedgerException("api-key-refused", "There is no such API key.", "Check that all of it was sent; a key that is lost is replaced by a new one.");
        switch (row.StatusAt(Now))
        {
            case ApiKeyStatus.Revoked:
                throw new LedgerException("api-key-revoked", $"The API key {key.Id} was revoked, or its party changed its key or epoch.", "Its party issues a new one at POST /api-keys.");
            case ApiKeyStatus.Expired:
                throw new LedgerException("api-key-expired", $"The API key {key.Id} expired at {row.ExpiresAt:yyyy-MM-ddTHH:mm:ssZ}.", "Its party issues a new one at POST /api-keys.");
        }
        if (row.LastUsed is null || row.LastUsed < Now - UseResolution) await MarkUsedAsync(key.Id);
        return new Caller(row.Address, new PartyId(row.Party), (PartyRoles)row.Roles, (PartyStatus)row.Status) { Scopes = row.ScopeList };
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private Task<KeyRow?> FindRowAsync(DbConnection connection, string id) =>
        connection.QuerySingleOrDefaultAsync<KeyRow>($"{Select} and k.id = @id", new { chain = deployment.Key, id });

    /// <summary>When a key was last used helps its party, but no request waits for it in vain.</summary>
    private async Task MarkUsedAsync(string id)
    {
        try
        {
            await using var connection = await database.OpenAsync(Access.Captured);
            await connection.ExecuteAsync("update captured.api_key set last_used = @Now where id = @id", new { Now, id });
        }
        catch (DbException exception)
        {
            logger.LogWarning(exception, "Did not note the use of an API key id={Id}", id);
        }
    }

    private sealed record KeyRow
    {
        public string Id { get; init; } = "";
        public ulong Party { get; init; }
        public byte[] SecretHash { get; init; } = [];
        public string Name { get; init; } = "";
        public long Scopes { get; init; }
        public long Created { get; init; }
        public long Expires { get; init; }
        public long? Revoked { get; init; }
        public long? LastUsed { get; init; }
        public Address Address { get; init; }
        public long Roles { get; init; }
        public long Status { get; init; }
        public long Cancelled { get; init; }

        public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(Expires);

        public IReadOnlyList<ApiScope> ScopeList => [.. Enum.GetValues<ApiScope>().Where(scope => (Scopes & (long)scope) != 0)];

        public ApiKeyStatus StatusAt(long now) => Revoked is not null || Cancelled != 0 ? ApiKeyStatus.Revoked : Expires <= now ? ApiKeyStatus.Expired : ApiKeyStatus.Active;

        public ApiKeyInfo Info(long now) => new(
            Id, Name, ScopeList, DateTimeOffset.FromUnixTimeSeconds(Created), ExpiresAt, StatusAt(now), LastUsed is { } used ? DateTimeOffset.FromUnixTimeSeconds(used) : null);
    }
}
