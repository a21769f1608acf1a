using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Confidentiality;

/// <summary>Who has the private part of an encryption key. Kept by these numbers.</summary>
public enum KeyHolder
{
    /// <summary>The party itself; the API never sees it.</summary>
    Party = 1,

    /// <summary>The API, sealed under the master key.</summary>
    Api = 2,
}

/// <summary>A party's encryption key as it is registered.</summary>
public sealed record RegisteredKey
{
    /// <summary>Its number in the database.</summary>
    public long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public ulong Party { get; init; }

    /// <summary>1 for a party's first key.</summary>
    public ulong Generation { get; init; }

    /// <summary>65 bytes.</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>Who has the private part: <see cref="KeyHolder"/>.</summary>
    public long Held { get; init; }

    /// <summary>The private part under the master key; null where the party holds it.</summary>
    public byte[]? PrivateKey { get; init; }

    /// <summary>The party's signature of its registration; null for a key that the API holds.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>Unix seconds.</summary>
    public long Created { get; init; }
}

/// <summary>The encryption keys of parties. A party without one gets one that the API holds for it when something is first encrypted to it.</summary>
public sealed class PartyKeys(Database database, TimeProvider time, MasterKey? master = null) : IDisposable
{
    private const string Select = "select id, party, generation, public_key as PublicKey, held, private_key as PrivateKey, signature, created from captured.encryption_key";

    /// <summary>Whether anything confidential can be captured here.</summary>
    public bool IsReady => master is not null;

    /// <summary>The master key.</summary>
    /// <exception cref="LedgerException"><c>confidentiality-off</c>.</exception>
    public MasterKey Master => master
        ?? throw new LedgerException("confidentiality-off", "This server has no master key, so it captures and shows public events only.", "The operator sets Ledger:ConfidentialityKeyFile.");

    /// <summary>All keys of a party, by rising generation.</summary>
    public static async Task<IReadOnlyList<RegisteredKey>> ListAsync(DbConnection connection, PartyId party) =>
        (await connection.QueryAsync<RegisteredKey>($"{Select} where party = @Value order by generation", party)).AsList();

    /// <summary>The newest key of each party: what new content is encrypted to. Parties that have none get one.</summary>
    public async Task<IReadOnlyDictionary<PartyId, RegisteredKey>> NewestAsync(IReadOnlyCollection<PartyId> parties, CancellationToken cancellationToken)
    {
        var ids = parties.Select(party => party.Value).ToArray();
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var found = (await connection.QueryAsync<RegisteredKey>($"""
            {Select} k where party {connection.IsIn("ids")} and not exists (select 1 from captured.encryption_key n where n.party = k.party and n.generation > k.generation)
            """, new { ids = ids.Select(id => (long)id).ToArray() })).ToDictionary(key => new PartyId(key.Party));
        foreach (var party in parties)
            if (!found.ContainsKey(party)) found[party] = await CreateAsync(party, 1, cancellationToken);
        return found;
    }

    /// <summary>The private keys that the API holds for a party, by the key's number. The caller disposes them.</summary>
    public async Task<IReadOnlyDictionary<long, EncryptionKey>> OpenAsync(DbConnection connection, PartyId party)
    {
        if (master is null) return new Dictionary<long, EncryptionKey>();
        var keys = await connection.QueryAsync<RegisteredKey>($"{Select} where party = @Value and held = 2", party);
        return keys.ToDictionary(key => key.Id, Open);
    }

    /// <summary>The private part of a key that the API holds. The caller disposes it.</summary>
    public EncryptionKey Open(RegisteredKey key)
    {
        var secret = Master.Open(Purpose(new PartyId(key.Party), key.Generation), key.PrivateKey!);
        var opened = EncryptionKey.FromBytes(secret);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        return opened;
    }

    /// <summary>A new key that the API holds, of the next generation.</summary>
    /// <exception cref="LedgerException"><c>generation-stale</c>: another was registered meanwhile.</exception>
    public async Task<RegisteredKey> CreateAsync(PartyId party, ulong generation, CancellationToken cancellationToken)
    {
        using var pair = EncryptionKey.Generate();
        var secret = pair.ExportBytes();
        var key = new RegisteredKey
        {
            Party = party.Value,
            Generation = generation,
            PublicKey = pair.Public.Span.ToArray(),
            Held = (long)KeyHolder.Api,
            PrivateKey = Master.Seal(Purpose(party, generation), secret),
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        return await InsertAsync(key, cancellationToken) ?? (generation == 1 ? await FirstAsync(party, cancellationToken) : throw Stale(generation));
    }

    /// <summary>Registers the public part of a key that the party holds.</summary>
    /// <exception cref="LedgerException"><c>generation-stale</c>.</exception>
    public async Task<RegisteredKey> RegisterAsync(PartyId party, ulong generation, EncryptionPublicKey key, Signature signature, CancellationToken cancellationToken)
    {
        var row = new RegisteredKey
        {
            Party = party.Value,
            Generation = generation,
            PublicKey = key.Span.ToArray(),
            Held = (long)KeyHolder.Party,
            Signature = signature.ToBytes(),
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        return await InsertAsync(row, cancellationToken) ?? throw Stale(generation);
    }

    /// <summary>Clears the master key.</summary>
    public void Dispose() => master?.Dispose();

    private static string Purpose(PartyId party, ulong generation) => $"encryption key of party {party} generation {generation}";

    private static LedgerException Stale(ulong generation) =>
        new("generation-stale", $"Generation {generation} is not the next one of this party's encryption keys.", "GET /parties/{id}/encryption-keys tells which there are; sign for the next.");

    private async Task<RegisteredKey> FirstAsync(PartyId party, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return (await ListAsync(connection, party))[^1];
    }

    /// <summary>Null where the generation is not the next.</summary>
    private async Task<RegisteredKey?> InsertAsync(RegisteredKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var id = await connection.ExecuteScalarAsync<long?>("""
            insert into captured.encryption_key (party, generation, public_key, held, private_key, signature, created)
            select @Party, @Generation, @PublicKey, @Held, @PrivateKey, @Signature, @Created
            where @Generation = 1 + (select coalesce(max(generation), 0) from captured.encryption_key where party = @Party)
            on conflict do nothing returning id
            """, key);
        return id is { } number ? key with { Id = number } : null;
    }
}
