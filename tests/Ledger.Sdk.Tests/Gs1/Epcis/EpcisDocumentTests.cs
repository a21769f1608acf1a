using System.Text;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>What is read from a document, and what is refused with a pointer.</summary>
public sealed class EpcisDocumentTests
{
    private const string Event = """
        {"type":"ObjectEvent","eventTime":"2026-03-01T08:30:00.123456+01:00","eventTimeZoneOffset":"+01:00","action":"OBSERVE","bizStep":"receiving",
         "epcList":["urn:epc:id:sgtin:9521102.000125.7"],"quantityList":[{"epcClass":"urn:epc:class:lgtin:9521101.000101.M1","quantity":200.10,"uom":"KGM"}],
         "readPoint":{"id":"urn:epc:id:sgln:9521102.00010.0"},"sourceList":[{"type":"possessing_party","source":"urn:epc:id:pgln:9521103.00000"}],
         "sensorElementList":[{"sensorReport":[{"type":"Temperature","value":-4.50,"uom":"CEL","exception":"ALARM_CONDITION"}]}],
         "ex:note":{"ex:by":"Ann"}}
        """;

    [Fact]
    public void An_event_is_read_with_exact_values_and_bytes()
    {
        var read = Parse(Event).Events.Single();
        Assert.Equal(Event.Trim(), Encoding.UTF8.GetString(read.Source.Span));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 7, 30, 0, TimeSpan.Zero).AddTicks(1234560), read.EventTime);
        Assert.Equal(("receiving", "OBSERVE", "urn:epc:id:sgln:9521102.00010.0"), (read.BizStep, read.Action, read.ReadPoint));
        Assert.Equal(["urn:epc:id:sgtin:9521102.000125.7"], read.EpcList);
        Assert.Equal("200.1", read.QuantityList.Single().Quantity!.Value.Text);
        Assert.True(read.QuantityList.Single().Quantity!.Value.TryScale(3, out var units));
        Assert.Equal(200_100UL, units);
        Assert.Equal(new TypedId("possessing_party", "urn:epc:id:pgln:9521103.00000"), read.Sources.Single());
        var report = read.SensorElements.Single().Reports.Single();
        Assert.Equal(("Temperature", "-4.5", "CEL", "ALARM_CONDITION"),
            (report.Type, report.Value!.Value.Text, report.Uom, report.Exception));
        Assert.Equal("""{"ex:by":"Ann"}""", read.Extensions["ex:note"]);
        Assert.True(read.IsEventIdDerived);
        Assert.StartsWith("ni:///sha-256;", read.EventId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"action\":\"OBSERVE\"", "\"action\":\"OBSERVE\",\"action\":\"ADD\"", "")]
    [InlineData("\"action\":\"OBSERVE\"", "\"action\":\"LOOK\"", "/action")]
    [InlineData("\"action\":\"OBSERVE\",", "", "")]
    [InlineData("2026-03-01T08:30:00.123456+01:00", "2026-02-30T08:30:00+01:00", "/eventTime")]
    [InlineData("2026-03-01T08:30:00.123456+01:00", "2026-03-01T08:30:00", "/eventTime")]
    [InlineData("\"eventTimeZoneOffset\":\"+01:00\"", "\"eventTimeZoneOffset\":\"+15:00\"", "/eventTimeZoneOffset")]
    [InlineData("\"bizStep\":\"receiving\"", "\"bizStep\":\"urn:epcglobal:cbv:bizstep:receiving\"", "/bizStep")]
    [InlineData("\"bizStep\":\"receiving\"", "\"bizstep\":\"receiving\"", "")]
    [InlineData("urn:epc:id:sgtin:9521102.000125.7", "https://id.gs1.org/01/09521102001256/21/7", "/epcList/0")]
    [InlineData("urn:epc:id:sgtin:9521102.000125.7", "urn:epc:id:sgtin:9521102.00125.7", "/epcList/0")]
    [InlineData("urn:epc:id:sgtin:9521102.000125.7", "not a uri", "/epcList/0")]
    [InlineData("urn:epc:id:pgln:9521103.00000", "https://id.gs1.org/417/9521103000001", "/sourceList/0/source")]
    [InlineData("urn:epc:id:pgln:9521103.00000", "urn:epc:id:pgln:9521103.0000", "/sourceList/0/source")]
    [InlineData("\"type\":\"Temperature\"", "\"type\":\"Temperature\",\"deviceID\":\"urn:epc:id:giai:9.1\"", "/sensorElementList/0/sensorReport/0/deviceID")]
    [InlineData("200.10", "\"200.10\"", "/quantityList/0/quantity")]
    [InlineData("\"uom\":\"KGM\"", "\"unit\":\"KGM\"", "/quantityList/0")]
    [InlineData("\"uom\":\"CEL\"", "\"uom\":7", "/sensorElementList/0/sensorReport/0/uom")]
    [InlineData("\"type\":\"possessing_party\"", "\"type\":\"possessor\"", "/sourceList/0/type")]
    [InlineData("\"ex:note\"", "\"note\"", "")]
    public void A_fault_is_refused_with_its_pointer(string right, string wrong, string where)
    {
        Assert.Contains(right, Event, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidEpcisException>(() => Parse(Event.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal("epcis-invalid", error.Code);
        Assert.Equal("/epcisBody/eventList/0" + where, error.Problems[0].Pointer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"EPCISDocument\"}")]
    [InlineData("{\"type\":7}")]
    [InlineData("<xml/>")]
    public void What_is_no_document_is_refused(string text) =>
        Assert.False(EpcisDocument.TryParse(Encoding.UTF8.GetBytes(text), out _, out var problems) || problems.Count == 0);

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Assert.False(EpcisDocument.TryParse((byte[])[0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d], out _, out _));

    [Theory]
    [InlineData("200.10", "200.1")]
    [InlineData("-0", "0")]
    [InlineData("007", "7")]
    [InlineData("1.5e3", "1500")]
    [InlineData("12E-4", "0.0012")]
    [InlineData("123456789012345678901234567890.5", "123456789012345678901234567890.5")]
    public void Decimals_are_exact(string text, string shortest) => Assert.Equal(shortest, ExactDecimal.Parse(text).Text);

    [Theory]
    [InlineData("0.5", 0)]
    [InlineData("-1", 3)]
    [InlineData("18446744073709551616", 0)]
    public void Amounts_that_are_no_whole_units_are_refused(string text, int decimals) =>
        Assert.False(ExactDecimal.Parse(text).TryScale(decimals, out _));

    internal static EpcisDocument Parse(params string[] events) => EpcisDocument.Parse(Encoding.UTF8.GetBytes($$"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://ex.example.com/"}],"type":"EPCISDocument","schemaVersion":"2.0",
         "creationDate":"2026-03-01T09:00:00Z","epcisBody":{"eventList":[{{string.Join(',', events).Trim()}}] } }
        """));
}
