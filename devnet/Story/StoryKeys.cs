using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>Keys that anyone can compute: for development chains only.</summary>
internal static class StoryKeys
{
    /// <summary>The first account that Hardhat, anvil and the network under <c>devnet/besu</c> endow: it deploys and relays.</summary>
    public static PrivateKey Operator { get; } = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    /// <summary>Party 1, who admits the others.</summary>
    public static PrivateKey Registrar { get; } = Of("registrar");

    /// <summary>The key that belongs to a name.</summary>
    public static PrivateKey Of(string name) => PrivateKey.FromBytes(Keccak256.Hash(Encoding.UTF8.GetBytes($"ledger development key: {name}")).Span);
}
