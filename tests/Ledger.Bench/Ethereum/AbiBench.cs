using Ledger.Sdk.Ethereum;

namespace Ledger.Bench.Ethereum;

/// <summary>Decoding the data of an event, typed and by its ABI.</summary>
internal static class AbiBench
{
    public static void Abi()
    {
        Hash32[] units = [.. Enumerable.Range(0, 10).Select(i => Keccak256.Hash([(byte)i]))];
        var data = new AbiWriter().Write(Hash32.Zero).WriteArray(units).ToArray();
        Bench.Run("event data, typed reader", "events", null, repetitions =>
        {
            for (var i = 0; i < repetitions; i++)
            {
                var reader = new AbiReader(data);
                reader.ReadBytes32();
                reader.ReadBytes32Array();
            }
        });
        AbiType[] types = [AbiType.Parse("bytes32"), AbiType.Parse("bytes32[]")];
        Bench.Run("event data, by ABI", "events", null, repetitions =>
        {
            for (var i = 0; i < repetitions; i++) AbiCodec.Decode(types, data);
        });
    }
}
