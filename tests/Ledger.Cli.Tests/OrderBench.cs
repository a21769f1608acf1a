using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

/// <summary>Key files of a seller (1), a buyer (2), an arbiter (3) and two devices of the arbiter's, and an order that they agree on by files.</summary>
internal sealed class OrderBench : IDisposable
{
    private readonly Dictionary<string, PrivateKey> keys = [];

    public OrderBench()
    {
        foreach (var name in (string[])["seller", "buyer", "arbiter", "gate", "dock"])
        {
            keys[name] = PrivateKey.Generate();
            KeyFile.Save(Folder[name], keys[name], "correct horse", new KeyDerivation.Pbkdf2(1));
        }
        Api = new FakeApi(keys["seller"], keys["buyer"], keys["arbiter"]);
    }

    public Folder Folder { get; } = new();

    public FakeApi Api { get; }

    public OrderTerms Terms { get; private set; } = null!;

    public string Order => Folder["order.json"];

    public Address AddressOf(string name) => keys[name].Address;

    /// <summary>Writes the terms to a file; the API shows the order from then on.</summary>
    public async Task AgreeAsync(params string[] more)
    {
        var agreed = await RunAsync(
            "buyer", ["agree", "--buyer", "2", "--seller", "1", "--price", "1000000", "--quantity", "500", "--deliver-by", "2096-12-31", "--out", Order, .. more]);
        Assert.Equal((0, ""), (agreed.Code, agreed.Error));
        Terms = (OrderTerms)IntentDraft.Parse(await File.ReadAllTextAsync(Order)).Intent;
        Show(OrderStatus.Agreed);
    }

    /// <summary>What the API answers of the order.</summary>
    public OrderDetail Show(OrderStatus status, ulong accepted = 0, Func<OrderDetail, OrderDetail>? change = null)
    {
        var paid = accepted * 2_000;
        var record = new OrderRecord(
            Terms.Id(), Terms, status, Terms.Seller, status is OrderStatus.Agreed or OrderStatus.Closed ? 0 : Terms.Price - paid, paid, paid, 0, 5,
            status == OrderStatus.Disputed ? [Terms.Buyer] : [], 1_772_366_400, 9, default);
        var detail = new OrderDetail(record, [new MilestoneRecord(0, Terms.Seller, Terms.Buyer, 10_000, accepted)], [], [], [], [], new AsOf(9, default, 1_772_366_400));
        detail = change is null ? detail : change(detail);
        Api.Canned[$"GET /orders/{Terms.Id()}"] = JsonSerializer.Serialize(detail, LedgerJson.Options);
        return detail;
    }

    /// <summary>Runs <c>ledger order</c> with a key.</summary>
    public Task<Cli.Result> RunAsync(string key, params string[] arguments) => LedgerAsync(["order", .. arguments, "--key", Folder[key], "--password-file", Folder["password"]]);

    public Task<Cli.Result> LedgerAsync(params string[] arguments) => Cli.RunAsync([.. arguments, "--api", Api.Url]);

    /// <summary>What was submitted last, and whose signatures it has.</summary>
    public (T Intent, Address[] Signers) Last<T>()
        where T : Intent
    {
        var signed = Api.Submitted[^1];
        var digest = signed.Intent.Digest(Api.Manifest.DomainOf(signed.Intent.Contract));
        return (Assert.IsType<T>(signed.Intent), [.. signed.Signatures.Select(signature => Signature.Parse(signature).Recover(digest))]);
    }

    public void Dispose()
    {
        Api.Dispose();
        Folder.Dispose();
        foreach (var key in keys.Values) key.Dispose();
    }
}
