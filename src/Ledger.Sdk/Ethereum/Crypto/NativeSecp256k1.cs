using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ledger.Sdk.Ethereum;

/// <summary>Bitcoin Core's libsecp256k1 with its recovery module: constant time, about twenty times the managed code.</summary>
internal sealed unsafe partial class NativeSecp256k1 : Secp256k1
{
    private const string Library = "secp256k1";
    private const uint SignAndVerify = 0x0301;
    private const uint Uncompressed = 2;
    private const int PublicKeySize = 64;
    private const int RecoverableSignatureSize = 65;

    // The functions used here have kept their signature through every release with these sonames.
    private static readonly string[] Candidates =
        ["libsecp256k1.so.1", "libsecp256k1.so.2", "libsecp256k1.so.5", "libsecp256k1.so.6", "libsecp256k1.dylib", "libsecp256k1"];

    private static readonly Lazy<NativeSecp256k1?> Shared = new(Load);

    private readonly nint context;

    private NativeSecp256k1(nint context) => this.context = context;

    public override string Name => "libsecp256k1";

    /// <summary>The library; null where the system lacks it or its recovery module.</summary>
    public static NativeSecp256k1? Instance => Shared.Value;

    public override void DerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        Span<byte> parsed = stackalloc byte[PublicKeySize];
        fixed (byte* key = privateKey, opaque = parsed)
            if (CreatePublicKey(context, opaque, key) != 1) throw new ArgumentException("Not a valid private key.", nameof(privateKey));
        Serialize(parsed, publicKey);
    }

    public override int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> rs)
    {
        Span<byte> signature = stackalloc byte[RecoverableSignatureSize];
        int recovery;
        fixed (byte* key = privateKey, message = hash, opaque = signature, output = rs)
        {
            if (SignRecoverable(context, opaque, message, key, 0, 0) != 1) throw new CryptographicException("Signing failed.");
            _ = SerializeSignature(context, output, &recovery, opaque);
        }
        return recovery & 1;
    }

    public override bool TryRecover(ReadOnlySpan<byte> rs, int yParity, ReadOnlySpan<byte> hash, Span<byte> publicKey)
    {
        Span<byte> signature = stackalloc byte[RecoverableSignatureSize];
        Span<byte> recovered = stackalloc byte[PublicKeySize];
        fixed (byte* input = rs, message = hash, opaque = signature, key = recovered)
            if (ParseSignature(context, opaque, input, yParity) != 1 || Recover(context, key, opaque, message) != 1) return false;
        Serialize(recovered, publicKey);
        return true;
    }

    private void Serialize(ReadOnlySpan<byte> parsed, Span<byte> publicKey)
    {
        Span<byte> output = stackalloc byte[65];
        nuint length = 65;
        fixed (byte* target = output, opaque = parsed) _ = SerializePublicKey(context, target, &length, opaque, Uncompressed);
        output[1..].CopyTo(publicKey);
    }

    private static NativeSecp256k1? Load()
    {
        var handle = LoadLibrary();
        if (handle == 0) return null;
        NativeLibrary.SetDllImportResolver(typeof(NativeSecp256k1).Assembly, (name, _, _) => name == Library ? handle : 0);
        var context = CreateContext(SignAndVerify);
        if (context == 0) return null;
        // Blinds the private key against side channels; the context is read-only, hence thread-safe, from here on.
        Span<byte> seed = stackalloc byte[32];
        RandomNumberGenerator.Fill(seed);
        fixed (byte* pointer = seed) _ = RandomizeContext(context, pointer);
        return new NativeSecp256k1(context);
    }

    private static nint LoadLibrary()
    {
        foreach (var name in Candidates)
        {
            if (!NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out var handle)) continue;
            if (NativeLibrary.TryGetExport(handle, "secp256k1_ecdsa_recover", out _)) return handle;
        }
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "secp256k1_context_create")]
    private static partial nint CreateContext(uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_context_randomize")]
    private static partial int RandomizeContext(nint context, byte* seed32);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_create")]
    private static partial int CreatePublicKey(nint context, byte* publicKey, byte* privateKey);

    [LibraryImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    private static partial int SerializePublicKey(nint context, byte* output, nuint* length, byte* publicKey, uint flags);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    private static partial int SignRecoverable(nint context, byte* signature, byte* hash, byte* privateKey, nint nonceFunction, nint nonceData);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    private static partial int SerializeSignature(nint context, byte* output64, int* recovery, byte* signature);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    private static partial int ParseSignature(nint context, byte* signature, byte* input64, int recovery);

    [LibraryImport(Library, EntryPoint = "secp256k1_ecdsa_recover")]
    private static partial int Recover(nint context, byte* publicKey, byte* signature, byte* hash);
}
