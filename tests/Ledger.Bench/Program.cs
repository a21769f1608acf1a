using Ledger.Bench.Api;
using Ledger.Bench.Credit;
using Ledger.Bench.Ethereum;
using Ledger.Bench.Financing;
using Ledger.Bench.Gs1;
using Ledger.Bench.Indexer;

if (args is [BackfillBench.Child, ..]) return await BackfillBench.RunChildAsync(args[1..]);

// It fills some 25 GB of disk, so it runs only when it is named.
const string Only10Million = "growth-10m";

// It fills some 8 GB of disk on each engine, so it, too, runs only when it is named.
const string OnlyMillion = "due-diligence";

// dotnet run -c Release --project tests/Ledger.Bench -- NAME…   (all without a name)
Dictionary<string, Action> benchmarks = new(StringComparer.Ordinal)
{
    ["keccak"] = HashingBench.Keccak,
    ["sign"] = SigningBench.Sign,
    ["recover"] = SigningBench.Recover,
    ["merkle"] = MerkleBench.Merkle,
    ["abi"] = AbiBench.Abi,
    ["commitment"] = EpcisBench.Commitment,
    ["epcis"] = EpcisBench.Epcis,
    ["auction"] = AuctionBench.Auction,
    ["backfill"] = BackfillBench.Backfill,
    ["backfill-anvil"] = AnvilBackfillBench.Backfill,
    ["trace"] = TraceBench.Trace,
    ["page"] = TracePageBench.Pages,
    ["query"] = QueryBench.Query,
    ["sealing"] = SealingBench.Sealing,
    ["existence"] = ExistenceBench.Existence,
    ["resolve"] = ResolverBench.Resolve,
    ["capture"] = CaptureBench.Capture,
    ["capture-long"] = LongCaptureBench.Capture,
    ["credit"] = CreditBench.Credit,
    ["statement"] = FilesBench.Statement,
    ["import"] = FilesBench.Import,
    ["due-diligence-100k"] = DueDiligenceBench.CheckQuick,
    [OnlyMillion] = DueDiligenceBench.Check,
    ["growth"] = GrowthBench.Growth,
    [Only10Million] = GrowthBench.GrowthTo10Million,
};

var unknown = args.Where(name => !benchmarks.ContainsKey(name)).ToArray();
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No benchmark {string.Join(", ", unknown)}. There are: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

foreach (var name in args.Length > 0 ? args : benchmarks.Keys.Where(name => name is not (Only10Million or OnlyMillion))) benchmarks[name]();
return 0;
