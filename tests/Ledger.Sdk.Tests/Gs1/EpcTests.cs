using System.Text.Json;
using Ledger.Sdk.Gs1;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1;

/// <summary>One identifier, many forms, one identity.</summary>
public sealed class EpcTests
{
    [Theory]
    [InlineData("urn:epc:id:sgtin:9506000.013435.ABC", "https://id.gs1.org/01/09506000134352/21/ABC", EpcKind.Sgtin)]
    [InlineData("urn:epc:class:lgtin:4012345.012345.998877", "https://id.gs1.org/01/04012345123456/10/998877", EpcKind.Lgtin)]
    [InlineData("urn:epc:idpat:sgtin:4012345.012345.*", "https://id.gs1.org/01/04012345123456", EpcKind.Gtin)]
    [InlineData("urn:epc:id:sscc:0614141.1234567890", "https://id.gs1.org/00/106141412345678908", EpcKind.Sscc)]
    [InlineData("urn:epc:id:sgln:4012345.00005.0", "https://id.gs1.org/414/4012345000054", EpcKind.Sgln)]
    [InlineData("urn:epc:id:sgln:4012345.00005.32a%2Fb", "https://id.gs1.org/414/4012345000054/254/32a%2Fb", EpcKind.Sgln)]
    [InlineData("urn:epc:id:pgln:4012345.00005", "https://id.gs1.org/417/4012345000054", EpcKind.Pgln)]
    [InlineData("urn:epc:id:grai:4012345.00022.334455", "https://id.gs1.org/8003/04012345000221334455", EpcKind.Grai)]
    [InlineData("urn:epc:idpat:grai:4012345.00022.*", "https://id.gs1.org/8003/04012345000221", EpcKind.GraiType)]
    [InlineData("urn:epc:id:giai:4012345.ABC345", "https://id.gs1.org/8004/4012345ABC345", EpcKind.Giai)]
    [InlineData("urn:epc:id:gsrn:4012345.0000000007", "https://id.gs1.org/8018/401234500000000074", EpcKind.Gsrn)]
    [InlineData("urn:epc:id:gsrnp:4012345.0000000007", "https://id.gs1.org/8017/401234500000000074", EpcKind.Gsrnp)]
    [InlineData("urn:epc:id:gdti:4012345.00009.PO-4711", "https://id.gs1.org/253/4012345000092PO-4711", EpcKind.Gdti)]
    [InlineData("urn:epc:id:cpi:0614141.1234-A%23%2F.1234", "https://id.gs1.org/8010/06141411234-A%23%2F/8011/1234", EpcKind.Cpi)]
    [InlineData("urn:epc:id:ginc:0614141.xyz47%2F11", "https://id.gs1.org/401/0614141xyz47%2F11", EpcKind.Ginc)]
    [InlineData("urn:epc:id:gsin:0614141.123456789", "https://id.gs1.org/402/06141411234567890", EpcKind.Gsin)]
    [InlineData("urn:epc:id:itip:4012345.011111.01.02.987", "https://id.gs1.org/8006/040123451111180102/21/987", EpcKind.Itip)]
    [InlineData("urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7SDB",
        "https://id.gs1.org/01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7SDB", EpcKind.Upui)]
    [InlineData("urn:epc:id:sgcn:4012345.67890.04711", "https://id.gs1.org/255/401234567890104711", EpcKind.Sgcn)]
    public void Urn_and_digital_link_are_the_same_identifier(string urn, string uri, EpcKind kind)
    {
        var (fromUrn, fromUri) = (Epc.Parse(urn), Epc.Parse(uri));
        Assert.Equal(uri, fromUrn.CanonicalUri);
        Assert.Equal(fromUrn, fromUri);
        Assert.Equal(kind, fromUrn.Kind);
        Assert.Equal(kind, fromUri.Kind);
        Assert.Equal(urn, fromUrn.Urn);
        Assert.Equal(urn, fromUri.Urn);
        Assert.True(fromUrn.IsCompanyPrefixKnown);
        Assert.False(fromUri.IsCompanyPrefixKnown);
    }

    [Theory]
    [InlineData("(01)09506000134352(21)ABC")]
    [InlineData("(17)271231(10)LOT7(01)09506000134352(21)ABC")]
    [InlineData("010950600013435221ABC")]
    [InlineData("^010950600013435221ABC")]
    [InlineData("]d2010950600013435221ABC\u001d10LOT7")]
    [InlineData("https://brand.example/some/stem/01/09506000134352/10/LOT7/21/ABC?17=271231&linkType=all")]
    [InlineData("https://brand.example/01/09506000134352/22/2A/21/ABC")]
    [InlineData("https://example.com/gtin/09506000134352/ser/ABC")]
    [InlineData("urn:epc:id:sgtin:95060001343.05.ABC")]
    public void Every_form_leads_to_one_identity(string text) =>
        Assert.Equal("https://id.gs1.org/01/09506000134352/21/ABC", Epc.Identity(text));

    [Theory]
    [InlineData("4012345111118", "04012345111118")]
    [InlineData("614141123452", "00614141123452")]
    [InlineData("96385074", "00000096385074")]
    [InlineData("19506000134359", "19506000134359")]
    public void Digits_of_a_gtin_are_read(string digits, string gtin) => Assert.Equal(gtin, Epc.Parse(digits).PrimaryKey.Value);

    [Theory]
    [InlineData("https://shop.example/01/9506000134352", "https://id.gs1.org/01/09506000134352")]
    [InlineData("https://shop.example/gtin/614141123452/ser/7", "https://id.gs1.org/01/00614141123452/21/7")]
    [InlineData("https://shop.example/p/01/96385074/10/L1?17=271231", "https://id.gs1.org/01/00000096385074/10/L1")]
    public void A_link_with_a_short_gtin_names_the_same_thing(string link, string identity) => Assert.Equal(identity, Epc.Identity(link));

    [Theory]
    [InlineData("https://shop.example/01/9506000134353")]
    [InlineData("https://shop.example/01/950600013435")]
    [InlineData("https://shop.example/01/95060001343")]
    public void A_short_gtin_in_a_link_keeps_its_check_digit(string link) => Assert.Throws<InvalidIdentifierException>(() => Epc.Identity(link));

    /// <summary>CBV 2.0 lets any URI name a document, a device or a place; only one with a GS1 key in its path is held to GS1's rules.</summary>
    [Theory]
    [InlineData("https://devices.example")]
    [InlineData("https://id.gs1.organic.example/a")]
    [InlineData("https://id.gs1.org:8443/a")]
    [InlineData("http://orders.example:8080?po=17")]
    [InlineData("https://sensor_7.example/readings/2026")]
    [InlineData("https://alice@files.example/a.csv#row=7")]
    [InlineData("https://[2001:db8::7]/a")]
    public void Any_other_uri_of_the_web_stands_for_itself(string uri) => Assert.Equal(uri, Epc.Identity(uri));

    [Theory]
    [InlineData("https://")]
    [InlineData("https:///a")]
    [InlineData("https://id.gs1.org")]
    [InlineData("https://sensor_7.example/01/09506000134353")]
    [InlineData("https://sensor_7.example/<a>")]
    public void A_uri_of_the_web_has_a_host_and_no_broken_key(string uri) => Assert.Throws<InvalidIdentifierException>(() => Epc.Identity(uri));

    /// <summary>RFC 3986 section 6.2.2.2: a letter or digit is the same whether it is encoded or not, also where a company prefix starts.</summary>
    [Theory]
    [InlineData("https://shop.example/01/%309506000134352/21/%41", "https://id.gs1.org/01/09506000134352/21/A")]
    [InlineData("https://shop.example/414/95%30%360000%313435?linkType=gs1:pip", "https://id.gs1.org/414/9506000013435")]
    [InlineData("https://shop.example/p/8004/95%306000%2F7", "https://id.gs1.org/8004/9506000%2F7")]
    public void Digits_of_a_key_may_be_encoded(string link, string identity) => Assert.Equal(identity, Epc.Identity(link));

    /// <summary>Tag Data Standard section 6.3: no scheme has an empty serial part, and without it the thing would pass for its class.</summary>
    [Theory]
    [InlineData("urn:epc:id:sgtin:9506000.013435.")]
    [InlineData("urn:epc:class:lgtin:9506000.013435.")]
    [InlineData("urn:epc:id:upui:9506000.013435.")]
    [InlineData("urn:epc:id:sgln:9506000.13435.")]
    [InlineData("urn:epc:id:grai:9506000.13435.")]
    [InlineData("urn:epc:id:gdti:9506000.13435.")]
    [InlineData("urn:epc:id:sgcn:9506000.13435.")]
    [InlineData("urn:epc:id:itip:9506000.013435.01.02.")]
    [InlineData("urn:epc:id:cpi:9506000.A1.")]
    public void A_urn_without_its_serial_part_names_nothing(string urn)
    {
        var error = Assert.Throws<InvalidIdentifierException>(() => Epc.Parse(urn));
        Assert.Equal("identifier-malformed", error.Code);
        Assert.Contains("serial part", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidIdentifierException>(() => Epc.Identity(urn));
    }

    [Fact]
    public void A_wrong_check_digit_is_named_with_the_right_one()
    {
        var error = Assert.Throws<InvalidIdentifierException>(() => Epc.Parse("https://id.gs1.org/01/09506000134353/21/ABC"));
        Assert.Equal("identifier-check-digit", error.Code);
        Assert.Equal(13, error.Position);
        Assert.Contains("09506000134352", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:uuid:0e5ab1d4-7f9c-4d0b-9f7a-2f4a6a6c2b11")]
    [InlineData("https://example.com/asset/7")]
    [InlineData("https://example.com/01/asset")]
    [InlineData("https://id.example.com/8003/030013450007718765")]
    [InlineData("urn:epc:id:gid:95100000.12345.400")]
    public void Another_uri_is_its_own_identity(string uri) => Assert.Equal(uri, Epc.Identity(uri));

    [Theory]
    [InlineData("")]
    [InlineData("banana")]
    [InlineData("urn:epc:id:sgtin:9506000.013435")]
    [InlineData("urn:epc:id:sgtin:9506000.13435.ABC")]
    [InlineData("urn:epc:id:sgtin:95060.01343500.ABC")]
    [InlineData("urn:epc:id:sgtin:9506000.013435.A/C")]
    [InlineData("urn:epc:id:sgtin:9506000.013435.A%2")]
    [InlineData("urn:epc:id:sgtin:9506000.013435.ABCDEFGHIJKLMNOPQRSTU")]
    [InlineData("urn:epc:idpat:sgtin:9506000.*.*")]
    [InlineData("https://id.gs1.org/")]
    [InlineData("https://example.com/01/09506000134353")]
    [InlineData("(10)LOT7")]
    [InlineData("12345678")]
    public void What_is_no_identifier_is_refused(string text) => Assert.Throws<InvalidIdentifierException>(() => Epc.Identity(text));

    [Fact]
    public void Company_prefix_of_the_urn_is_kept()
    {
        var epc = Epc.Parse("urn:epc:id:sgtin:95060001343.05.ABC");
        Assert.Equal("urn:epc:id:sgtin:95060001343.05.ABC", epc.Urn);
        Assert.Equal(epc, Epc.Parse("urn:epc:id:sgtin:9506000.013435.ABC"));
    }

    [Fact]
    public void Published_urns_lead_to_their_digital_link()
    {
        var wrong = new List<string>();
        var path = Vectors.Require("gs1", "eventhash", "normaliser-vectors.json");
        foreach (var vector in JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("vectors").EnumerateArray())
        {
            var (text, expected) = (vector.GetProperty("in").GetString()!, vector.GetProperty("out").GetString());
            if (!text.StartsWith("urn:", StringComparison.Ordinal)) continue;
            var actual = Epc.TryParse(text, out var epc, out var error) ? Percent.Decode(epc.CanonicalUri) : error.Message;
            if (actual != Percent.Decode(expected!)) wrong.Add($"{text}: {actual}, not {expected}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
