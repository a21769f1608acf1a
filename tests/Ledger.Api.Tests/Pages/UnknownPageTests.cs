using System.Net;
using Ledger.Api.Tests.Confidentiality;

namespace Ledger.Api.Tests.Pages;

/// <summary>What a consumer reads where nothing is recorded of exactly the code that was scanned.</summary>
public sealed class UnknownPageTests
{
    [Fact]
    public async Task A_products_code_says_that_items_have_pages_and_an_unknown_one_that_nobody_recorded_it()
    {
        await using var world = await PrivacyWorld.StartAsync();
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1)), "public");
        foreach (var (link, expected) in new[]
        {
            ("/01/09506000134352", "This code is the same on every package"), ("/01/09506000134352/21/UNSEEN", "Nobody has recorded this here"), ("/01/09506000134369", "Nobody has recorded this here"),
        })
            foreach (var path in new[] { link, "/trace" + link })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Add("Accept", "text/html");
                using var answer = await world.Public.SendAsync(request);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                var page = await answer.Content.ReadAsStringAsync();
                Assert.Contains(expected, page, StringComparison.Ordinal);
                if (expected.StartsWith("This", StringComparison.Ordinal)) Assert.Contains($"<h1>{PrivacyWorld.Secret} cheese</h1>", page, StringComparison.Ordinal);
            }
    }
}
