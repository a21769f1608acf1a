using Ledger.Api.Pages;
using Ledger.Api.Tests.Confidentiality;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Tests.Pages;

public sealed class NameBookTests
{
    private const string Link = "/01/09506000134352/21/" + PrivacyWorld.Secret + "1";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Nobody_renames_what_another_party_named_and_who_had_the_goods_is_believed_first(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        foreach (var (party, number, name, shown) in new[] { (world.Farm, 1, "Cheese", "Cheese"), (world.Rival, 2, "Poison", "Cheese"), (world.Farm, 3, "Old cheese", "Old cheese") })
        {
            await PrivacyWorld.CaptureAsync(party, PrivacyWorld.Document(PrivacyWorld.Event(number)).Replace(PrivacyWorld.Secret + " cheese", name), "public");
            Assert.Contains($"<h1>{shown}</h1>", await world.Public.GetStringAsync("/trace" + Link), StringComparison.Ordinal);
            Assert.Contains($"\"itemDescription\":\"{shown}\"", await world.Public.GetStringAsync(Link + "?linkType=linkset"), StringComparison.Ordinal);
        }
        var epc = Epc.Parse(PrivacyWorld.EpcOf(1));
        await using var connection = await world.Host.Database.OpenAsync();
        foreach (var (holders, expected) in new[] { ((ulong[])[], "Old cheese"), ([5], "Poison"), ([2, 5], "Old cheese"), ([3, 5, 2], "Poison") })
            Assert.Equal(expected, (await NameBook.ReadAsync(connection, [], [], ["https://id.gs1.org/01/09506000134352"], holders)).Product(epc));
    }
}
