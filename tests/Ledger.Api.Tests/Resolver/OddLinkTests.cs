using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Tests.Resolver;

/// <summary>The published Digital Links, changed, asked of the resolver.</summary>
public sealed class OddLinkTests
{
    private const int Changed = 600;
    private static readonly string[] Pieces = ["%00", "%0a", "%2F", "%2f", "%ff", "%", "%zz", "/", "//", "0", "A", "_", "-", "~", "é", "\"", "<", "+", "%20", "/21/", "/10/A", "/99/", "?17=261231", "&3103=000123", ";a", "#b", "?linkType=all", "?linkType=gs1:pip", "?linkType=linkset", "&01=1", "."];

    [Fact]
    public async Task Whatever_is_changed_in_a_link_the_resolver_refuses_what_breaks_the_syntax_and_nothing_else()
    {
        await using var host = await ResolverHost.StartAsync();
        var paths = JsonDocument.Parse(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", "dl-uri-parse.json"))).RootElement.GetProperty("vectors").EnumerateArray()
            .Select(vector => Regex.Match(vector.GetProperty("uri").GetString()!, @"/\d{2,4}/[^#]*")).Where(match => match.Success).Select(match => match.Value).Distinct().ToList();
        Assert.True(paths.Count > 30, $"{paths.Count}");
        var random = new Random(20_260_301);
        var (wrong, refused) = (new List<string>(), 0);
        for (var i = 0; i < Changed; i++)
        {
            var path = i < paths.Count ? paths[i] : Edited(paths[random.Next(paths.Count)], random);
            if (!Regex.IsMatch(path, @"^/\d{2,4}/[^/?#]") || path.Any(c => c is < ' ' or > '~')) continue;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Consumer.BaseAddress!.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            request.Headers.Add("Accept", "application/json");
            using var answer = await host.Consumer.SendAsync(request);
            var accepts = DigitalLink.TryParse("https://id.gs1.org" + Sent(path), null, out _, out _);
            refused += accepts ? 0 : 1;
            if ((int)answer.StatusCode != (accepts ? 404 : 400)) wrong.Add($"{path}: {(int)answer.StatusCode}, not {(accepts ? 404 : 400)}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(40))}");
        Assert.InRange(refused, Changed / 5, Changed * 9 / 10);
    }

    /// <summary>As the resolver reads it: a slash at the end does not count, ; stands between parameters, too, and a fragment is never sent.</summary>
    private static string Sent(string path)
    {
        var parts = path.Split('#', 2)[0].Split('?', 2);
        return parts[0].TrimEnd('/') + (parts.Length == 2 ? "?" + parts[1].Replace(';', '&') : "");
    }

    private static string Edited(string path, Random random)
    {
        var at = random.Next(3, path.Length);
        return random.Next(4) switch
        {
            0 => path.Insert(at, Pieces[random.Next(Pieces.Length)]),
            1 => path.Remove(at, 1),
            2 => path.Remove(at, 1).Insert(at, random.Next(10).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ => path + Pieces[random.Next(Pieces.Length)],
        };
    }
}
