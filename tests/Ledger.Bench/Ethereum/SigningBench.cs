using Ledger.Sdk.Ethereum;

namespace Ledger.Bench.Ethereum;

/// <summary>Signing and recovering, with the implementation of the curve that this machine has.</summary>
internal static class SigningBench
{
    public static void Sign()
    {
        Console.WriteLine($"curve: {PrivateKey.CurveImplementation}");
        using var key = PrivateKey.Generate();
        var hash = Keccak256.Hash("message"u8);
        Bench.Run("sign", "signatures", 30_000, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) key.Sign(hash);
        });
    }

    public static void Recover()
    {
        using var key = PrivateKey.Generate();
        var hash = Keccak256.Hash("message"u8);
        var signature = key.Sign(hash);
        Bench.Run("recover", "recoveries", 20_000, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) signature.TryRecover(hash, out _);
        });
    }
}
