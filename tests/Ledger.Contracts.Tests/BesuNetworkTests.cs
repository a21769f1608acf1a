using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Sdk.Ethereum;

namespace Ledger.Contracts.Tests;

/// <summary>The QBFT network's files belong together. A real Besu runs them elsewhere.</summary>
public sealed partial class BesuNetworkTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "devnet", "besu");
    private static readonly PrivateKey[] Validators =
        [.. Enumerable.Range(1, 4).Select(number => PrivateKey.Parse(Read("nodes", $"{number}.key").Trim()))];

    [Fact]
    public void Genesis_names_the_four_validators_whose_keys_are_here()
    {
        var extraData = QbftExtraData.Decode(Hex.Decode(Genesis().GetProperty("extraData").GetString()!));

        Assert.Equal(Validators.Select(key => key.Address.ToString()).Order(), extraData.Validators.Select(address => address.ToString()));
        Assert.Equal((Hash32.Zero, null, 0u, 0), (extraData.Vanity, extraData.Vote, extraData.Round, extraData.Seals.Count));
    }

    [Fact]
    public void Genesis_has_free_gas_and_the_round_and_block_limits_that_held()
    {
        var config = Genesis().GetProperty("config");

        Assert.True(config.GetProperty("zeroBaseFee").GetBoolean());
        Assert.Equal(10, config.GetProperty("qbft").GetProperty("requesttimeoutseconds").GetInt32());
        Assert.Equal(1, config.GetProperty("qbft").GetProperty("blockperiodseconds").GetInt32());
        Assert.Equal("0x5f5e100", Genesis().GetProperty("gasLimit").GetString());
    }

    [Fact]
    public void Permissions_list_the_four_nodes_by_their_keys()
    {
        var expected = Validators.Select((key, i) => $"enode://{Convert.ToHexStringLower(key.PublicKey.Span)}@127.0.0.1:{30303 + i}");

        Assert.Equal(expected, Enode().Matches(Read("permissions.toml")).Select(match => match.Value));
        Assert.Equal(expected, Read("bootnodes").Trim().Split(','));
    }

    [Fact]
    public void Endowed_accounts_are_those_that_may_send()
    {
        var endowed = Genesis().GetProperty("alloc").EnumerateObject().Select(account => $"0x{account.Name}");

        Assert.Equal(endowed, Account().Matches(Read("permissions.toml")).Select(match => match.Groups[1].Value));
    }

    private static JsonElement Genesis() => JsonDocument.Parse(Read("genesis.json")).RootElement;

    private static string Read(params string[] parts) => File.ReadAllText(Path.Combine([Folder, .. parts]));

    [GeneratedRegex(@"enode://[0-9a-f]{128}@127\.0\.0\.1:\d+")]
    private static partial Regex Enode();

    [GeneratedRegex("\"(0x[0-9a-f]{40})\"")]
    private static partial Regex Account();
}
