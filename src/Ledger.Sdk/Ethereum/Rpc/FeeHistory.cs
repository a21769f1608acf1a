using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Fees of consecutive blocks.</summary>
/// <param name="OldestBlock">Number of the first.</param>
/// <param name="BaseFeePerGas">Wei per gas of each block, and of the one to come.</param>
/// <param name="GasUsedRatio">Gas used by gas limit of each block.</param>
/// <param name="Reward">By block the tips at the percentiles asked for, wei per gas; none where none were asked for.</param>
public sealed record FeeHistory(ulong OldestBlock, BigInteger[] BaseFeePerGas, double[] GasUsedRatio, BigInteger[][] Reward)
{
    internal static FeeHistory Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var (oldest, fees, ratios, rewards) = (0UL, Array.Empty<BigInteger>(), Array.Empty<double>(), Array.Empty<BigInteger[]>());
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("oldestBlock"u8)) oldest = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("baseFeePerGas"u8)) fees = RpcJson.ReadArray(ref reader, RpcJson.ReadBigInteger);
            else if (name.SequenceEqual("gasUsedRatio"u8)) ratios = RpcJson.ReadArray(ref reader, static (ref Utf8JsonReader r) => r.GetDouble());
            else if (name.SequenceEqual("reward"u8)) rewards = RpcJson.ReadArray(ref reader, ReadTips);
            else reader.Skip();
        }

        return new FeeHistory(oldest, fees, ratios, rewards);
    }

    private static BigInteger[] ReadTips(ref Utf8JsonReader reader) => RpcJson.ReadArray(ref reader, RpcJson.ReadBigInteger);
}
