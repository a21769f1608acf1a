using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>The devnet's own documents, which are also what README shows.</summary>
public sealed class SampleTests
{
    private static readonly EpcisDocument[] Documents = [.. Directory.GetFiles(Path.Combine(Repository.Root, "devnet", "samples"),
        "*.json").Order(StringComparer.Ordinal)
        .Select(file => EpcisDocument.Parse(File.ReadAllBytes(file)))];

    [Fact]
    public void Every_sample_is_valid_and_they_stand_in_the_order_of_time() =>
        Assert.Equal(Documents.OrderBy(d => d.CreationDate), Documents);

    [Fact]
    public void Samples_hold_every_event_type_and_action()
    {
        var events = Documents.SelectMany(d => d.Events).ToList();
        Assert.Equal(["AggregationEvent", "AssociationEvent", "ObjectEvent", "TransactionEvent", "TransformationEvent"],
            events.Select(e => e.Type).Distinct().Order());
        Assert.Equal(["ADD", "DELETE", "OBSERVE"], events.Select(e => e.Action).OfType<string>().Distinct().Order());
        Assert.Contains(events, e => e.IsEventIdDerived && e.EventId.StartsWith("ni:///sha-256;", StringComparison.Ordinal));
        Assert.Contains(events, e => e.SensorElements.Any(s => s.Reports.Any(r => r.Exception == "ALARM_CONDITION")));
        Assert.Equal(events.Count, events.Select(e => e.Hash).Distinct().Count());
    }

    [Fact]
    public void A_pack_sold_as_digital_link_is_the_one_made_as_urn()
    {
        var made = Documents.SelectMany(d => d.Events).Single(e =>
            e.Type == "TransformationEvent").OutputEpcs.Select(Epc.Identity).ToHashSet();
        var sold = Documents.SelectMany(d => d.Events).Single(e => e.BizStep == "retail_selling").EpcList;
        Assert.All(sold, epc => Assert.Contains(Epc.Identity(epc), made));
        Assert.All(sold, epc => Assert.StartsWith("https://id.gs1.org/01/", epc, StringComparison.Ordinal));
    }
}
