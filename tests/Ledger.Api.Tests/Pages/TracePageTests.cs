using System.IO.Compression;
using System.Text;
using Ledger.Api.Pages;

namespace Ledger.Api.Tests.Pages;

public sealed class TracePageTests
{
    [Fact]
    public async Task A_journey_of_30_steps_takes_at_most_14_KB_on_the_wire()
    {
        var html = await PageText.RenderAsync(PageText.Sample(extraSteps: 23));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(html));
        TestContext.Current.TestOutputHelper?.WriteLine($"{html.Length} characters, {packed.Length} bytes gzipped");
        Assert.InRange(packed.Length, 1, 14 * 1024);
        if (Environment.GetEnvironmentVariable("LEDGER_PAGE") is { Length: > 0 } file) await File.WriteAllTextAsync(file, await PageText.RenderAsync(PageText.Sample()));
    }

    [Fact]
    public async Task No_page_carries_a_script_or_asks_another_server()
    {
        foreach (var html in new[] { await PageText.RenderAsync(PageText.Sample()), await PageText.RenderAsync<StartPage>([]) })
        {
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(" on[a-z]+=", html);
            Assert.DoesNotMatch("<(link|img|iframe)[^>]+(href|src)=\"https?://(?!trace\\.example\\.com)", html);
        }
    }

    [Fact]
    public async Task What_others_wrote_is_shown_as_text_never_as_markup()
    {
        var view = PageText.Sample() with { Title = "<img src=x onerror=alert(1)>" };
        var html = await PageText.RenderAsync(view);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", html);
        Assert.DoesNotContain("<img", html);
    }
}
