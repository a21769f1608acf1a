using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using static Ledger.Api.Tests.Money.MoneyWorld;

namespace Ledger.Api.Tests.Money;

/// <summary><c>GET /titles</c>: what a party owns, whoever holds it, and what the next message about it must bind.</summary>
public abstract class TitleReadTests(Dialect dialect)
{
    [Fact]
    public async Task An_owner_reads_all_its_titles_page_by_page_and_nobody_elses()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        LotId[] lots = [.. Enumerable.Range(0, 60).Select(i => LotId.Of($"https://example.com/lot/{i}"))];
        await world.MineAsync([.. lots.Select(lot => new LotRegistered(lot, Farm, 100, default, 0, default))]);
        var (root, part) = (NoteId.RootOf(lots[0]), NoteId.RootOf(lots[0]).Part(1));
        await world.MineAsync([new TitleMoved(root, Farm, Shop, part, 30, default)], [new TitleMoved(NoteId.RootOf(lots[1]), Farm, Shop, NoteId.RootOf(lots[1]), 100, default)]);
        using var farm = new LedgerClient(await world.SignInAsync(Farm));
        var first = await farm.Custody.ListTitlesAsync();
        var second = await farm.Custody.ListTitlesAsync(cursor: first.Next);
        Assert.Equal((50, 9, null), (first.Items.Count, second.Items.Count, second.Next));
        Assert.Equal(lots.Where((_, i) => i != 1).ToHashSet(), first.Items.Concat(second.Items).Select(title => title.Lot).ToHashSet());
        Assert.Equal(new TitleRecord(root, lots[0], Farm, 70, 2, null), Assert.Single((await farm.Custody.ListTitlesAsync($"{lots[0]}")).Items));
        using var shop = new LedgerClient(await world.SignInAsync(Shop));
        Assert.Equal(new TitleRecord(part, lots[0], Shop, 30, 1, root), Assert.Single((await shop.Custody.ListTitlesAsync("https://example.com/lot/0")).Items));
        // All of a note moves on and back: it comes back with another seq, and the part ends when it is merged.
        await world.MineAsync([new TitleMoved(part, Shop, Farm, part, 30, default), new TitlesMerged(root, part, 30)]);
        Assert.Equal(new TitleRecord(root, lots[0], Farm, 100, 3, null), Assert.Single((await farm.Custody.ListTitlesAsync($"{lots[0]}")).Items));
        Assert.Equal(lots[1], Assert.Single((await shop.Custody.ListTitlesAsync()).Items).Lot);
    }

    [Fact]
    public async Task A_regulator_names_the_owner_and_others_are_refused()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.MineAsync([new LotRegistered(LotId.Of("https://example.com/lot/0"), Farm, 100, default, 0, default)]);
        using var regulator = await world.SignInAsync(Regulator);
        Assert.Single((await MoneyReadTests.ReadAsync<Page<TitleRecord>>(regulator, $"/titles?party={Farm}")).Items);
        Assert.Empty((await MoneyReadTests.ReadAsync<Page<TitleRecord>>(regulator, "/titles")).Items);
        using var shop = await world.SignInAsync(Shop);
        Assert.Equal((403, "role-required"), await ApiHost.ProblemAsync(await shop.GetAsync($"/titles?party={Farm}")));
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await world.Host.Client.GetAsync("/titles")));
        Assert.Equal((400, "malformed-hex"), await ApiHost.ProblemAsync(await shop.GetAsync("/titles?lot=0x12")));
        Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await shop.GetAsync("/titles?cursor=other")));
    }
}

public sealed class SqliteTitleReadTests() : TitleReadTests(Dialect.Sqlite);

public sealed class PostgresTitleReadTests() : TitleReadTests(Dialect.PostgreSql);
