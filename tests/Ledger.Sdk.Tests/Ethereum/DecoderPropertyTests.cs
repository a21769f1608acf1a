using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Ethereum;

/// <summary>What holds for every input: encodings come back, and bytes from anywhere never do worse than <see cref="FormatException"/>.</summary>
public sealed class DecoderPropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly AbiType[] Types = [.. "uint8 int256 address bool bytes5 bytes string uint64[] (bytes,uint8[2])[] string[][2] (address,(int8,bytes)[],bool)".Split(' ').Select(AbiType.Parse)];

    [Fact]
    public void Integers_come_back_from_RLP() => Prop.ForAll<ulong>(value =>
        new RlpReader(new RlpWriter().Write(value).ToArray()).ReadUInt64() == value).Check(Runs);

    [Fact]
    public void Bytes_come_back_from_RLP_and_only_from_their_own_encoding() => Prop.ForAll<byte[][]>(items =>
    {
        var encoded = Rlp.Encode(RlpItem.List([.. items.Select(item => RlpItem.Of(item))]));
        return Rlp.Decode(encoded).Items!.Select(item => item.Bytes!).Zip(items, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same);
    }).Check(Runs);

    [Fact]
    public void What_RLP_accepts_encodes_to_the_same_bytes() => Prop.ForAll<byte[]>(data =>
    {
        try
        {
            return Rlp.Encode(Rlp.Decode(data)).AsSpan().SequenceEqual(data);
        }
        catch (FormatException)
        {
            return true;
        }
    }).Check(Runs);

    [Fact]
    public void Values_come_back_from_the_ABI() => Prop.ForAll<ulong[], byte[], string>((numbers, bytes, text) =>
    {
        AbiType[] types = [AbiType.Parse("uint64[]"), AbiType.Parse("(bytes,string)"), AbiType.Parse("int72")];
        // Lone surrogates have no UTF-8.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var number = -new BigInteger(numbers.LastOrDefault());
        var decoded = AbiCodec.Decode(types, AbiCodec.Encode(types, [numbers, new object[] { bytes, text }, number]));
        return AbiJsonValue.Flatten(decoded) == $"[[{string.Join(", ", numbers)}], [{Hex.Encode(bytes)}, {text}], {number}]";
    }).Check(Runs);

    [Fact]
    public void Random_bytes_never_do_worse_than_a_format_error() => Prop.ForAll<byte[]>(Survives).Check(Runs);

    [Fact]
    public void Altered_encodings_never_do_worse_than_a_format_error()
    {
        using var key = PrivateKey.Generate();
        byte[][] valid =
        [
            new Transaction { ChainId = 1, To = key.Address, Data = new byte[70], AccessList = [new(key.Address, [Hash32.Zero])] }.Sign(key).Encode(),
            new Receipt { Type = 2, Logs = [new LogEntry(key.Address, [Hash32.Zero], new byte[3])] }.Encode(),
            new BlockHeader { BaseFeePerGas = 7, ExtraData = new QbftExtraData { Validators = [key.Address], Seals = [new byte[65]] }.Encode() }.Encode(),
            AbiCodec.Encode([Types[8]], [new object[] { new object[] { new byte[40], new[] { 1, 2 } }, new object[] { Array.Empty<byte>(), new[] { 3, 4 } } }]),
            AbiCodec.Encode([Types[9]], [new object[] { new object[] { "a", "b" }, new object[] { "c" } }]),
        ];
        foreach (var encoding in valid)
            for (var i = 0; i < encoding.Length; i++)
                foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xB8, 0xC0, 0xF8, 0xFF })
                {
                    var altered = encoding.ToArray();
                    altered[i] = value;
                    Survives(altered);
                    Survives(encoding[..i]);
                }
    }

    [Fact]
    public void Random_types_never_do_worse_than_a_format_error() =>
        Prop.ForAll(Gen.Elements("uint8", "bytes", "(", ")", "[", "]", ",", "2", " ", "tuple", "string").ListOf(12).ToArbitrary(), parts =>
        {
            Attempt(() => AbiType.Parse(string.Concat(parts)));
        }).Check(Runs);

    private static void Survives(byte[] data)
    {
        Attempt(() => Rlp.Decode(data));
        Attempt(() => Transaction.Decode(data));
        Attempt(() => Receipt.Decode(data));
        Attempt(() => QbftHeader.Decode(data).VerifySeals([Address.Zero]));
        Attempt(() => QbftExtraData.Decode(data));
        Attempt(() => AccountState.Decode(data));
        Attempt(() => Signature.Parse(data));
        foreach (var type in Types) Attempt(() => AbiCodec.Decode([type], data));
        Assert.NotNull(TrieProof.Verify(Hash32.Zero, [1, 2], [data]).Problem);
        TrieProof.Verify(Keccak256.Hash(data), [1, 2], [data]);
    }

    private static void Attempt(Action decode)
    {
        try
        {
            decode();
        }
        catch (FormatException)
        {
            // The one answer a decoder may give to data that are none.
        }
    }
}
