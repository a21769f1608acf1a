using System.Text;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis.Query;
using static Ledger.Sdk.Tests.Gs1.Epcis.Query.SampleEvents;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>Every parameter of the SimpleEventQuery, on an event that fits and one that does not (EPCIS 2.0, 8.2.7.1).</summary>
public sealed class EventMatcherTests
{
    public static TheoryData<string> Fitting { get; } =
    [
        "eventType=ObjectEvent|AggregationEvent",
        "GE_eventTime=2026-03-01T10:00:00.500Z&LT_eventTime=2026-03-01T10:00:00.501Z",
        "GE_eventTime=2026-03-01T12:00:00 02:00",
        "GE_recordTime=2026-03-02T00:00:00Z&LT_recordTime=2026-03-02T00:00:01Z",
        "EQ_action=ADD|OBSERVE",
        "EQ_bizStep=shipping",
        "EQ_bizStep=urn:epcglobal:cbv:bizstep:shipping",
        "EQ_bizStep=https://ref.gs1.org/cbv/BizStep-shipping",
        "EQ_bizStep=cbv:BizStep-shipping",
        "EQ_disposition=receiving|in_transit",
        "EQ_persistentDisposition_set=completeness_verified",
        "EQ_readPoint=https://id.gs1.org/414/9521102000015/254/17",
        "WD_readPoint=https://id.gs1.org/414/9521102000015",
        "WD_readPoint=urn:epc:id:sgln:9521102.00001.0",
        "EQ_bizLocation=urn:epc:id:sgln:9521102.00001.0",
        "EQ_bizTransaction_po=https://example.org/po/1",
        "EQ_bizTransaction_urn:epcglobal:cbv:btt:po=https://example.org/po/1",
        "EQ_source_possessing_party=https://id.gs1.org/417/9521102000015",
        "MATCH_epc=https://id.gs1.org/01/09521102001258/21/1001",
        "MATCH_epc=urn:epc:id:sgtin:9521102.000125.1002",
        "MATCH_anyEPC=urn:epc:id:sgtin:9521102.000125.9|urn:epc:id:sgtin:9521102.000125.1001",
        "MATCH_epc=urn:epc:idpat:sgtin:9521102.000125.*",
        "MATCH_epc=urn:epc:idpat:sgtin:9521102.*.*",
        "MATCH_epc=urn:epc:idpat:sgtin:*.*.*",
        "MATCH_epc=https://id.gs1.org/01/09521102001258",
        "MATCH_epcClass=https://id.gs1.org/01/09521102001258/10/L1",
        "MATCH_anyEPCClass=urn:epc:idpat:lgtin:9521102.000125.*",
        "EQ_quantity=2.5&GE_quantity=2.500&LT_quantity=2.51&GT_quantity=2.4&LE_quantity=2.5",
        "EQ_quantity_GRM=2500&GT_quantity_LBR=5.5",
        "EQ_eventID=urn:uuid:00000000-0000-4000-8000-000000000001",
        "EQ_e:lot=007",
        "EQ_ex:lot=007",
        "EQ_https://example.org/ns%23lot=007",
        "EQ_https://example.org/ns/lot=007",
        "EQ_ex:level=7&GE_ex:level=7.00&LT_ex:level=7.5",
        "GE_ex:when=2026-01-01T00:00:00Z&LT_ex:when=2026-01-01T02:00:01%2B02:00",
        "EXISTS_ex:deep=true&EXISTS_INNER_ex:core=&EQ_INNER_ex:core=50%25",
        "EQ_INNER_ex:inner=x",
        "EQ_ex:star=a*c",
        "EQ_readPoint_ex:gate=north",
        "EQ_SENSORMETADATA_ex:room=A&EQ_SENSORREPORT_ex:seal=7&GT_SENSORREPORT_ex:seal=6",
        "EQ_type=Temperature&EQ_deviceID=https://id.gs1.org/8004/9521102S1",
        "EQ_type=https://gs1.org/voc/Temperature",
        "EQ_value_CEL=4.5&EQ_value_FAH=40.1&GT_value_KEL=277.6&LE_value_KEL=277.65",
        "EQ_sDev_FAH=1.8",
        "EQ_hexBinaryValue=f0F0&EQ_booleanValue=true&GE_percRank=50&LE_percRank=50",
        "EXISTS_sensorElementList=true&GE_time=2026-03-01T09:00:00Z&LT_time=2026-03-01T09:00:01Z",
        "EXISTS_errorDeclaration=false",
    ];

    [Theory]
    [MemberData(nameof(Fitting))]
    public void An_event_fits_what_it_is(string query) => Assert.True(Fits(Shipping, query));

    public static TheoryData<string> Unfitting { get; } =
    [
        "eventType=AggregationEvent",
        "GE_eventTime=2026-03-01T10:00:00.501Z",
        "LT_eventTime=2026-03-01T10:00:00.500Z",
        "LT_recordTime=2026-03-02T00:00:00Z",
        "EQ_action=DELETE",
        "EQ_bizStep=ship*",
        "EQ_bizStep=ship.*|s%25|_hipping",
        "EQ_disposition=shipping",
        "EQ_persistentDisposition_unset=completeness_verified",
        "EQ_readPoint=https://id.gs1.org/414/9521102000015",
        "WD_readPoint=https://id.gs1.org/414/9521102000015/254/1",
        "EQ_bizTransaction_inv=https://example.org/po/1",
        "EQ_destination_possessing_party=https://id.gs1.org/417/9521102000015",
        "MATCH_epc=urn:epc:id:sgtin:9521102.000125.100*",
        "MATCH_epc=urn:epc:idpat:sgtin:952111.*.*|urn:epc:idpat:sscc:*.*",
        "MATCH_epc=urn:epc:class:lgtin:9521102.000125.L1",
        "MATCH_parentID=urn:epc:id:sgtin:9521102.000125.1001",
        "MATCH_inputEPC=urn:epc:id:sgtin:9521102.000125.1001",
        "MATCH_epcClass=https://id.gs1.org/01/09521102001258",
        "MATCH_inputEPCClass=https://id.gs1.org/01/09521102001258/10/L1",
        "GT_quantity=2.5",
        "EQ_quantity_LTR=2.5",
        "EQ_eventID=ni:///sha-256;00?ver=CBV2.0",
        "EQ_ex:lot=7",
        "EQ_other:lot=007",
        "EQ_INNER_ex:lot=007",
        "EQ_ex:core=50%25",
        "EQ_ex:star=abc",
        "EQ_ILMD_ex:lot=007",
        "GT_ex:level=7",
        "GT_value_FAH=40.1",
        "EQ_value_MTR=4.5",
        "EQ_type=Humidity",
        "EQ_stringValue=a.b",
        "EQ_booleanValue=false",
        "EXISTS_errorDeclaration=true",
        "EXISTS_ex:none=",
        "EQATTR_bizLocation_ex:x=1",
    ];

    [Theory]
    [MemberData(nameof(Unfitting))]
    public void An_event_does_not_fit_what_it_is_not(string query) => Assert.False(Fits(Shipping, query));

    [Theory]
    [InlineData("EXISTS_errorDeclaration=true&EQ_errorReason=urn:epcglobal:cbv:er:incorrect_data")]
    [InlineData("GE_errorDeclarationTime=2026-03-02T00:00:00Z&LT_errorDeclarationTime=2026-03-02T00:00:01Z")]
    [InlineData("EQ_correctiveEventID=urn:uuid:00000000-0000-4000-8000-000000000009")]
    [InlineData("EQ_ERROR_DECLARATION_ex:who=me&EXISTS_ERROR_DECLARATION_ex:who=true")]
    [InlineData("EQ_ILMD_ex:lotNumber=L1&EXISTS_ILMD_cbvmda:bestBeforeDate=true")]
    [InlineData("EQ_ILMD_urn:epcglobal:cbv:mda%23bestBeforeDate=2026-12-31")]
    [InlineData("EQ_eventID=ni:///sha-256;00?ver=CBV2.0")]
    [InlineData("EQ_bizStep=commissioning")]
    public void Error_declarations_and_master_data_of_instances_are_found(string query)
    {
        Assert.True(Fits(Error, query));
        Assert.False(Fits(Shipping, query));
    }

    [Fact]
    public void Values_of_json_queries_may_hold_any_character()
    {
        var query = EventQuery.Parse(System.Text.Json.JsonDocument.Parse("""{ "EQ_stringValue": ["a|b"], "EQ_type": ["Temperature"] }""").RootElement);
        Assert.True(Matches(query, Shipping));
    }

    [Fact]
    public void Master_data_say_what_lies_within_a_place_and_what_has_an_attribute()
    {
        var query = EventQuery.Parse([KeyValuePair.Create("WD_bizLocation", "https://example.org/site"),
            KeyValuePair.Create("EQATTR_readPoint_cbvmda:city", "Bern"), KeyValuePair.Create("HASATTR_bizLocation", "cbvmda:city")]);
        var asked = new List<MasterDataDemand>();
        var matcher = new EventMatcher(query, demand =>
        {
            asked.Add(demand);
            return new HashSet<string> { "https://id.gs1.org/414/9521102000015", "https://id.gs1.org/414/9521102000015/254/17" };
        });
        Assert.True(matcher.Matches(Encoding.UTF8.GetBytes(Shipping), Context, RecordTime));
        Assert.Equal("urn:epcglobal:cbv:mda#city", asked.Single(d => d.Question == MasterDataQuestion.AttributeEquals).Attribute);
    }

    [Fact]
    public void Both_of_two_queries_must_hold_and_the_first_orders()
    {
        var all = EventQuery.Parse([KeyValuePair.Create("orderBy", "recordTime"), KeyValuePair.Create("eventCountLimit", "5")]);
        var both = all.And(EventQuery.Of("EQ_bizStep", "shipping")).And(EventQuery.OfEpc("https://id.gs1.org/01/09521102001258/10/L1"));
        Assert.Equal((EventOrder.RecordTime, 5), (both.Order, both.EventCountLimit));
        Assert.True(Matches(both, Shipping));
        Assert.False(Matches(both, Error));
        Assert.True(Matches(EventQuery.OfEpc("https://id.gs1.org/01/09521102001258"), Error));
    }

    [Fact]
    public void Forms_of_the_vocabulary_turn_into_each_other()
    {
        Assert.Equal("urn:epcglobal:cbv:disp:in_transit", CbvTerm.ToUrn(CbvVocabulary.Disposition, "https://ref.gs1.org/cbv/Disp-in_transit"));
        Assert.Equal("https://ref.gs1.org/cbv/BTT-po", CbvTerm.ToWebUri(CbvVocabulary.BizTransactionType, "urn:epcglobal:cbv:btt:po"));
        Assert.Equal("https://example.org/po", CbvTerm.ToUrn(CbvVocabulary.BizTransactionType, "https://example.org/po"));
    }

    [Fact]
    public void The_class_of_an_instance_is_its_key() =>
        Assert.Equal(["https://id.gs1.org/01/09521102001258", "https://id.gs1.org/253/9521102000015", null],
            new[] { "urn:epc:id:sgtin:9521102.000125.1", "urn:epc:id:gdti:9521102.00001.9", "urn:epc:id:sscc:9521102.0000000001" }
                .Select(Epc.Identity).Select(EpcPattern.ClassOf));
}
