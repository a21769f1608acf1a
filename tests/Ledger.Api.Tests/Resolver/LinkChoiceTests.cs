using FsCheck;
using FsCheck.Fluent;
using Ledger.Api.Features.Resolver;
using Microsoft.AspNetCore.Http;

namespace Ledger.Api.Tests.Resolver;

public sealed class LinkChoiceTests
{
    private static readonly string[] Tags = ["en", "en-GB", "en-US", "de", "zh-Hant-TW", "fr"];
    private static readonly string[] Types = ["text/html", "application/json", "application/pdf"];

    [Fact]
    public void Whatever_is_asked_some_link_is_chosen_and_one_in_a_language_asked_for_where_there_is_one()
    {
        var link = from languages in Gen.Elements(Tags).Select(tag => new[] { tag }).Or(Gen.Constant(Array.Empty<string>()))
                   from type in Gen.Elements(Types)
                   select new Target("https://ref.gs1.org/voc/pip", "https://brand.example/", "t", type, languages, [], true);
        var wish = from languages in Gen.Elements(Tags).ArrayOf(3)
                   from type in Gen.Elements(Types).Or(Gen.Constant("*/*"))
                   select (Languages: languages, Type: type);
        Prop.ForAll(Arb.From(link.NonEmptyListOf()), Arb.From(wish), (links, asked) =>
        {
            var chosen = LinkChoice.Choose([.. links], Asking(string.Join(',', asked.Languages.Select((tag, i) => $"{tag};q=0.{9 - i}")), asked.Type));
            var best = asked.Languages.FirstOrDefault(tag => links.Any(one => one.Languages.Contains(tag)));
            return chosen.Count > 0 && chosen.All(one => one.IsLike(chosen[0])) && (best is null || best != asked.Languages[0] || chosen[0].Languages.Contains(best));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void No_header_whatever_it_holds_makes_the_choice_fail()
    {
        var target = new Target("pip", "https://brand.example/", "t", "text/html", ["en"], ["EU"], true);
        Prop.ForAll(Arb.From(Gen.Choose(32, 126).Select(code => (char)code).ArrayOf(30).Select(letters => new string(letters))), text =>
            LinkChoice.Choose([target, target with { Type = null }], Asking(text, text, text)).Count > 0).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void The_context_asked_for_comes_before_language_and_media_type()
    {
        var everywhere = new Target("pip", "https://brand.example/", "t", "text/html", ["en"], [], true);
        var there = everywhere with { Context = ["LK"], Languages = ["fr"] };
        Assert.Equal([there], LinkChoice.Choose([everywhere, there], Asking("en", "text/html", "context=lk")));
        Assert.Equal([everywhere], LinkChoice.Choose([everywhere, there], Asking("en", "text/html", "context=US")));
    }

    private static Wish Asking(string languages, string types, string query = "")
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = languages;
        request.Headers.Accept = types;
        return Wish.Of(request, query);
    }
}
