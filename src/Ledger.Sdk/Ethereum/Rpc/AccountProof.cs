using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>EIP-1186: an account's leaf of the state trie and the nodes on the way to it.</summary>
public sealed record AccountProof
{
    /// <summary>The account.</summary>
    public Address Address { get; init; }

    /// <summary>Wei.</summary>
    public BigInteger Balance { get; init; }

    /// <summary>Transactions sent, or contracts created.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Keccak-256 of the code.</summary>
    public Hash32 CodeHash { get; init; }

    /// <summary>Root of the account's storage trie.</summary>
    public Hash32 StorageHash { get; init; }

    /// <summary>Trie nodes in RLP, from the state root down.</summary>
    public byte[][] Proof { get; init; } = [];

    /// <summary>The slots asked for.</summary>
    public StorageProof[] Storage { get; init; } = [];

    internal static AccountProof Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var proof = new AccountProof();
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("address"u8)) proof = proof with { Address = RpcJson.ReadAddress(ref reader) };
            else if (name.SequenceEqual("balance"u8)) proof = proof with { Balance = RpcJson.ReadBigInteger(ref reader) };
            else if (name.SequenceEqual("nonce"u8)) proof = proof with { Nonce = RpcJson.ReadQuantity(ref reader) };
            else if (name.SequenceEqual("codeHash"u8)) proof = proof with { CodeHash = RpcJson.ReadHash(ref reader) };
            else if (name.SequenceEqual("storageHash"u8)) proof = proof with { StorageHash = RpcJson.ReadHash(ref reader) };
            else if (name.SequenceEqual("accountProof"u8)) proof = proof with { Proof = RpcJson.ReadArray(ref reader, RpcJson.ReadData) };
            else if (name.SequenceEqual("storageProof"u8)) proof = proof with { Storage = RpcJson.ReadArray(ref reader, StorageProof.Read) };
            else reader.Skip();
        }

        return proof;
    }
}

/// <summary>One slot's leaf of a storage trie and the nodes on the way to it.</summary>
/// <param name="Key">The slot, left-padded.</param>
/// <param name="Value">The word, left-padded; zero where the slot was never set.</param>
/// <param name="Proof">Trie nodes in RLP, from the storage root down.</param>
public sealed record StorageProof(Hash32 Key, Hash32 Value, byte[][] Proof)
{
    internal static StorageProof Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var (key, value, proof) = (Hash32.Zero, Hash32.Zero, Array.Empty<byte[]>());
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("key"u8)) key = RpcJson.ReadWord(ref reader);
            else if (name.SequenceEqual("value"u8)) value = RpcJson.ReadWord(ref reader);
            else if (name.SequenceEqual("proof"u8)) proof = RpcJson.ReadArray(ref reader, RpcJson.ReadData);
            else reader.Skip();
        }

        return new StorageProof(key, value, proof);
    }
}
