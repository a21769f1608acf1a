using Ledger.Sdk.Provenance;
using Microsoft.Playwright;

namespace Ledger.EndToEnd;

/// <summary>What a consumer sees, in Debian's Chromium, on a devnet that has told its story; skips visibly without Chromium.</summary>
public sealed class TracePageTests(DevnetReadmeTests.ToldDevnet devnet) : IClassFixture<DevnetReadmeTests.ToldDevnet>
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Item = "/01/09521102001258/21/2609020001";
    private const string Pallet = "/00/195211020000000180";

    /// <summary>WCAG 2.2, 1.4.3: the least contrast between any text and what lies behind it.</summary>
    private const string LeastContrast = """
        () => {
          const rgba = text => (text.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const colour = rgba(getComputedStyle(e).backgroundColor);
              if (colour.length < 4 || colour[3] > 0.5) return colour;
            }
            return [255, 255, 255];
          };
          let least = 21, where = '';
          for (const element of document.querySelectorAll('main *, header *, footer *')) {
            const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!own || !element.getClientRects().length) continue;
            const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < least) { least = ratio; where = element.outerHTML.slice(0, 120); }
          }
          return `${least.toFixed(2)} ${where}`;
        }
        """;

    [Fact]
    public async Task A_typed_code_leads_to_the_answer_without_any_script()
    {
        await using var browser = await BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 360, Height = 740 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(await devnet.ApiAsync());
        await page.FillAsync("#code", "(01)09521102001258(21)2609020001");
        await page.ClickAsync("button");
        Assert.EndsWith(Item, page.Url);
        Assert.Equal("Organic mozzarella 125 g", await page.InnerTextAsync("h1"));
        Assert.Equal("All 4 hand-offs match what was recorded", await page.InnerTextAsync(".say strong"));
        Assert.Equal(4, await page.Locator("li.hand").CountAsync());
        await page.ClickAsync("summary");
        var proof = await page.Locator("a[download]").First.GetAttributeAsync("href");
        using var client = new HttpClient { BaseAddress = new Uri(await devnet.ApiAsync()) };
        Assert.True(ProofVerifier.Verify(ProofBundle.Parse(await client.GetStringAsync(proof))).Holds);
    }

    [Theory]
    [InlineData(Item, ColorScheme.Light)]
    [InlineData(Item, ColorScheme.Dark)]
    [InlineData(Pallet, ColorScheme.Light)]
    [InlineData(Pallet, ColorScheme.Dark)]
    [InlineData("/", ColorScheme.Dark)]
    [InlineData("/01/09521102001259/21/1", ColorScheme.Dark)]
    public async Task A_page_fits_a_phone_and_every_text_stands_out(string path, ColorScheme scheme)
    {
        await using var browser = await BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(await devnet.ApiAsync() + path);
        foreach (var summary in await page.Locator("summary").AllAsync()) await summary.ClickAsync();
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var least = await page.EvaluateAsync<string>(LeastContrast);
        Assert.True(double.Parse(least[..least.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture) >= 4.5, least);
        Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
    }

    [Fact]
    public async Task Damage_and_a_wrong_digit_are_told_first()
    {
        await using var browser = await BrowserAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(await devnet.ApiAsync() + Pallet);
        Assert.StartsWith("Reported outside its temperature range by Talweg Transport", await page.Locator("[role=alert] strong").First.InnerTextAsync());
        var response = await page.GotoAsync(await devnet.ApiAsync() + "/01/09521102001259/21/1");
        Assert.Equal(400, response!.Status);
        Assert.Equal("A digit is wrong", await page.InnerTextAsync("h1"));
    }

    private static async Task<IBrowser> BrowserAsync()
    {
        if (!File.Exists(Chromium)) Assert.Skip($"{Chromium} is not installed.");
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            ChromiumSandbox = false,
            Args = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
        });
    }
}
