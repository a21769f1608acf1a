using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Confidentiality;

/// <summary>The key outside the database: it seals the private keys that the API holds for parties, and blinds what confidential events are found by.</summary>
public sealed class MasterKey : IDisposable
{
    private const int Size = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const ulong LocalChain = 31337;

    /// <summary>For development chains only: whoever reads this has it.</summary>
    private static readonly byte[] Development = SHA256.HashData("Ledger development master key: public, for development chains only"u8);

    private readonly byte[] sealing = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly byte[] blinding = GC.AllocateArray<byte>(Size, pinned: true);

    private MasterKey(ReadOnlySpan<byte> secret)
    {
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, sealing, [], "ledger sealing 1"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, blinding, [], "ledger blinding 1"u8);
    }

    /// <summary>Loads the key that the options name, or on a chain for development the published one; null where neither is the case.</summary>
    /// <exception cref="LedgerException"><c>development-key</c>; <c>confidentiality-key-invalid</c>.</exception>
    public static MasterKey? Load(LedgerApiOptions options, DeploymentManifest manifest)
    {
        var isDevelopment = manifest.Development || manifest.ChainId == LocalChain;
        if (options.ConfidentialityKeyFile is not { } file) return isDevelopment ? new MasterKey(Development) : null;
        if (!File.Exists(file) || !Hex.TryDecode(File.ReadLines(file).FirstOrDefault()?.Trim(), out var secret) || secret.Length != Size)
            throw new LedgerException("confidentiality-key-invalid", $"The file {file} has no master key.", "Its first line is 0x and 64 random hexadecimal digits: printf '0x%s\\n' $(openssl rand -hex 32)");
        if (!isDevelopment && secret.AsSpan().SequenceEqual(Development))
            throw new LedgerException("development-key", $"The master key in {file} is printed in the source, and chain {manifest.ChainId} is not for development.", "Make one of your own.");
        var key = new MasterKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Refuses a database whose confidential content belongs to another master key; the first key it meets becomes its own.</summary>
    /// <exception cref="LedgerException"><c>confidentiality-key-mismatch</c>.</exception>
    public async Task ClaimAsync(Database database)
    {
        var mine = Blind("fingerprint", []);
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("insert into captured.master_key (id, fingerprint) values (1, @mine) on conflict (id) do nothing", new { mine });
        if (await connection.ExecuteScalarAsync<byte[]>("select fingerprint from captured.master_key where id = 1") is { } known && known.AsSpan().SequenceEqual(mine.Span)) return;
        throw new LedgerException("confidentiality-key-mismatch", "The database was written with another master key.", "Start with the key file it was written with: without it, what is confidential can't be read.");
    }

    /// <summary>Encrypts under a purpose and a name, which must be given again to decrypt.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plaintext)
    {
        var sealedText = new byte[NonceSize + plaintext.Length + TagSize];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceSize));
        using var aes = new AesGcm(sealing, TagSize);
        aes.Encrypt(sealedText.AsSpan(0, NonceSize), plaintext, sealedText.AsSpan(NonceSize, plaintext.Length), sealedText.AsSpan(NonceSize + plaintext.Length), Encoding.UTF8.GetBytes(purpose));
        return sealedText;
    }

    /// <summary>Decrypts. The caller clears the result.</summary>
    /// <exception cref="CryptographicException">Altered, or sealed under another purpose.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < NonceSize + TagSize) throw new CryptographicException("The sealed text is too short.");
        var plaintext = new byte[sealedText.Length - NonceSize - TagSize];
        using var aes = new AesGcm(sealing, TagSize);
        aes.Decrypt(sealedText[..NonceSize], sealedText[NonceSize..^TagSize], sealedText[^TagSize..], plaintext, Encoding.UTF8.GetBytes(purpose));
        return plaintext;
    }

    /// <summary>32 bytes that stand for a value of a kind, and that nobody without this key can tell from any other.</summary>
    public Hash32 Blind(string kind, ReadOnlySpan<byte> value) => new(HMACSHA256.HashData(blinding.AsSpan(), [.. Encoding.UTF8.GetBytes(kind), 0, .. value]));

    /// <summary>As <see cref="Blind(string, ReadOnlySpan{byte})"/>, for what <c>captured.event_term</c> holds.</summary>
    public long BlindTerm(string kind, ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64BigEndian(Blind(kind, value).Span);

    /// <summary>What an event that is sealed whole is found by.</summary>
    public long BlindEventId(string eventId) => BlindTerm("eventID", Encoding.UTF8.GetBytes(eventId));

    /// <summary>Clears the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(sealing);
        CryptographicOperations.ZeroMemory(blinding);
    }
}
