using System.Security.Cryptography;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>Encrypted key files in the format wallets and nodes share: Web3 Secret Storage, version 3.</summary>
/// <remarks>
/// AES-128 in counter mode under the first 16 bytes of the derived key; the MAC is the Keccak-256 of the other 16 and the ciphertext.
/// The password is taken as UTF-8. Files are bounded before anything is derived, so a hostile one can't exhaust memory or time.
/// Errors are <see cref="LedgerException"/>: <c>key-file-malformed</c>, <c>key-file-unsupported</c>, <c>key-file-too-costly</c>,
/// <c>key-file-wrong-password</c>, <c>key-file-wrong-address</c>.
/// </remarks>
public static class KeyFile
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumSize = 64 * 1024;

    /// <summary>Encrypts a key; the result is the JSON of the file.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">The password, of any length.</param>
    /// <param name="derivation">How the password is stretched; by default <see cref="KeyDerivation.Standard"/>.</param>
    /// <exception cref="ArgumentException">The derivation's parameters are illegal or their cost beyond what is read back.</exception>
    public static string Encrypt(PrivateKey key, string password, KeyDerivation? derivation = null)
    {
        derivation ??= KeyDerivation.Standard;
        if (!derivation.IsBounded) throw new ArgumentException($"{derivation} is illegal or too costly.", nameof(derivation));
        var (salt, iv) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(16));
        var derived = derivation.Derive(Encoding.UTF8.GetBytes(password), salt);
        var ciphertext = key.ExportBytes();
        ApplyCounterMode(derived.AsSpan(0, 16), iv, ciphertext);
        var json = KeyFileJson.Write(key.Address, new KeyFileContent(derivation, salt, iv, ciphertext, Mac(derived, ciphertext), key.Address));
        CryptographicOperations.ZeroMemory(derived);
        return json;
    }

    /// <summary>Decrypts the JSON of a key file.</summary>
    /// <exception cref="LedgerException">See the remarks of the class.</exception>
    public static PrivateKey Decrypt(string json, string password)
    {
        var content = KeyFileJson.Read(json);
        var derived = content.Derivation.Derive(Encoding.UTF8.GetBytes(password), content.Salt);
        if (!CryptographicOperations.FixedTimeEquals(Mac(derived, content.Ciphertext), content.Mac))
            throw new LedgerException(
                "key-file-wrong-password", "The password does not open the key file.", "Check the password, or whether the file was altered.");
        var secret = content.Ciphertext.ToArray();
        ApplyCounterMode(derived.AsSpan(0, 16), content.Iv, secret);
        CryptographicOperations.ZeroMemory(derived);
        try
        {
            return Named(PrivateKey.FromBytes(secret), content.Address);
        }
        catch (ArgumentException e)
        {
            throw new LedgerException("key-file-malformed", "The key file holds no valid private key.", inner: e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Reads and decrypts a key file.</summary>
    /// <exception cref="LedgerException">See the remarks of the class.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static PrivateKey Load(string path, string password)
    {
        if (new FileInfo(path).Length > MaximumSize) throw KeyFileJson.Malformed($"it is larger than {MaximumSize} bytes");
        return Decrypt(File.ReadAllText(path), password);
    }

    /// <summary>Encrypts a key into a new file that only its owner can read.</summary>
    /// <exception cref="IOException">The file exists, or can't be written.</exception>
    public static void Save(string path, PrivateKey key, string password, KeyDerivation? derivation = null)
    {
        var json = Encrypt(key, password, derivation);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.UTF8.GetBytes(json));
        stream.Flush(flushToDisk: true);
    }

    private static PrivateKey Named(PrivateKey key, Address? address)
    {
        if (address is not { } named || named == key.Address) return key;
        key.Dispose();
        throw new LedgerException(
            "key-file-wrong-address",
            $"The key file names {named}, but holds the key of {key.Address}.",
            "The file was altered: restore it from a backup.");
    }

    private static byte[] Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> ciphertext) => Keccak256.Hash([.. derived[16..32], .. ciphertext]).ToArray();

    // NIST SP 800-38A section 6.5, the whole block being the counter.
    private static void ApplyCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> counter = stackalloc byte[16];
        Span<byte> pad = stackalloc byte[16];
        iv.CopyTo(counter);
        for (; data.Length > 0; data = data[Math.Min(16, data.Length)..])
        {
            aes.EncryptEcb(counter, pad, PaddingMode.None);
            for (var i = 0; i < Math.Min(16, data.Length); i++) data[i] ^= pad[i];
            for (var i = 15; i >= 0 && unchecked(++counter[i]) == 0; i--) { }
        }
        pad.Clear();
    }
}
