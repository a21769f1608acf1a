using System.Globalization;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Tests;

namespace Ledger.Bench.Indexer;

/// <summary>The same backfill with the real contracts on anvil: 50,000 relayed hand-offs with two signatures each, 10 in a block.</summary>
internal static class AnvilBackfillBench
{
    private const int Blocks = 5_000;
    private const int PerBlock = 10;
    private const ulong Deadline = 4_000_000_000;
    private const int Chunk = 20;

    private static readonly PrivateKey Relayer = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
    private static readonly PrivateKey[] Parties = [.. new byte[] { 1, 2, 3 }.Select(seed =>
        PrivateKey.FromBytes(Keccak256.Hash([seed]).Span))];

    public static void Backfill() => BackfillAsync().GetAwaiter().GetResult();

    private static async Task BackfillAsync()
    {
        if (!File.Exists(Path.Combine(Repository.Root, "contracts", "node_modules", ".ledger-installed")))
        {
            Console.WriteLine("backfill from anvil: skipped, run node contracts/bootstrap.mjs first");
            return;
        }
        await using var chain = await TestChain.StartAnvilAsync(blockSeconds: 0);
        await using var node = new EthereumClient(chain.Url);
        var mine = MineAsync(node, TimeSpan.FromMilliseconds(50), out var stop);
        var manifest = await Deployment.DeployAsync(node, Relayer, new Registrar(Parties[0].Address, default, default),
            FinalityRule.OfDepth(64));
        await stop.CancelAsync();
        await mine;
        await HandOffAsync(node, manifest);
        await using var databases = await BenchDatabases.CreateAsync();
        var path = Path.GetTempFileName();
        await manifest.WriteAsync(path);
        foreach (var database in await databases.EachAsync())
        {
            var (seconds, processor, memory) = await BackfillBench.MeasureAsync(chain.Url, database.Setting, path);
            Bench.Print($"backfill from anvil, {database.Name}", "events", Blocks * PerBlock / seconds, 10_000,
                string.Create(CultureInfo.InvariantCulture,
                $"{seconds:0.00} s, {processor:0.00} CPU s (≤ 5), {memory:0} MB (≤ 200); anvil shares the processors"));
        }
    }

    private static Task MineAsync(EthereumClient node, TimeSpan interval, out CancellationTokenSource stop)
    {
        var source = stop = new CancellationTokenSource();
        return Task.Run(async () =>
        {
            while (!source.IsCancellationRequested)
            {
                await node.Rpc.CallAsync("evm_mine", []);
                await Task.Delay(interval);
            }
        });
    }

    private static async Task HandOffAsync(EthereumClient node, DeploymentManifest manifest)
    {
        var nonce = await node.GetTransactionCountAsync(Relayer.Address);
        byte[] Call(Intent intent, params PrivateKey[] keys)
        {
            var signers = intent.Signers(manifest.DomainOf(intent.Contract));
            var data = new SignedIntent(intent, [.. keys.Select((key, i) => key.Sign(signers[i].Digest).ToBytes())]).Calldata();
            return new Transaction
            {
                ChainId = manifest.ChainId,
                Nonce = nonce++,
                To = manifest.AddressOf(intent.Contract),
                Data = data,
                GasLimit = 8_000_000,
            }.Sign(Relayer).Encode();
        }
        var units = Enumerable.Range(0, PerBlock * 10).Select(number => new UnitId(Keccak256.Hash(BitConverter.GetBytes(number))))
            .ToArray();
        await SendAsync(node, [[
            Call(new Admission(new PartyId(2), Parties[1].Address, default, PartyRoles.Producer, default, new PartyId(1), 1, Deadline),
            Parties[0], Parties[1]),
            Call(new Admission(new PartyId(3), Parties[2].Address, default, PartyRoles.Carrier, default, new PartyId(1), 1, Deadline),
            Parties[0], Parties[2]),
            Call(new UnitRegistration(new PartyId(2), LotId.None, units, [.. units.Select(_ => 1UL)], default, 1, Deadline), Parties[1]),
        ]]);
        for (var first = 0; first < Blocks; first += Chunk)
        {
            await SendAsync(node, [.. Enumerable.Range(first, Chunk).Select(block => Enumerable.Range(0, PerBlock).Select(i =>
            {
                var move = (block * PerBlock) + i;
                var (round, unit) = (move / units.Length, units[move % units.Length]);
                var (from, to) = round % 2 == 0 ? (1, 2) : (2, 1);
                return Call(new HandOff(new PartyId((ulong)from + 1), new PartyId((ulong)to + 1), unit, (uint)round + 1, 1, 1, default,
                    Deadline), Parties[from], Parties[to]);
            }).ToArray())]);
        }
    }

    /// <summary>Each list of transactions becomes a block.</summary>
    private static async Task SendAsync(EthereumClient node, byte[][][] blocks)
    {
        foreach (var block in blocks)
        {
            await Task.WhenAll(block.Select(raw => node.SendRawTransactionAsync(raw)));
            await node.Rpc.CallAsync("evm_mine", []);
        }
    }
}
