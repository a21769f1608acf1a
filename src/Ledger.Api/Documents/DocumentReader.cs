using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Api.Documents;

/// <summary>Turns an EPCIS 2.0 document into what is stored of its events.</summary>
public static class DocumentReader
{
    /// <summary>The events of a document, in its order, or a bare event.</summary>
    /// <exception cref="InvalidEpcisException">It is no valid EPCIS 2.0, or the answer to a query, whose events are captured already.</exception>
    public static IReadOnlyList<CapturedEvent> Read(ReadOnlyMemory<byte> document)
    {
        var parsed = EpcisDocument.Parse(document);
        return parsed.IsQuery ? throw new InvalidEpcisException([new EpcisProblem("/type", "An EPCISQueryDocument answers a query; only an EPCISDocument is captured.")])
            : [.. parsed.Events.Select(Read)];
    }

    private static CapturedEvent Read(EpcisEvent source) => new(
        source.EventId, source.IsErrorDeclaration, source.Hash, source.Type, source.Action, Word(source.BizStep), Word(source.Disposition), source.ReadPoint, source.BizLocation,
        source.EventTime, source.EventTimeZoneOffset, source.Source.ToArray(), [.. Epcs(source).DistinctBy(epc => (epc.Id, epc.Role))]);

    private static IEnumerable<NamedEpc> Epcs(EpcisEvent source) =>
    [
        .. Names(source.ParentId is { } parent ? [parent] : [], [], EpcRole.Parent),
        .. Names(source.EpcList, source.QuantityList, EpcRole.Subject),
        .. Names(source.ChildEpcs, source.ChildQuantities, EpcRole.Child),
        .. Names(source.InputEpcs, source.InputQuantities, EpcRole.Input),
        .. Names(source.OutputEpcs, source.OutputQuantities, EpcRole.Output),
        .. Lots(source),
    ];

    /// <summary>The lots of items whose master data give a lot number: the documents name the items only, the chain the lots too.</summary>
    private static IEnumerable<NamedEpc> Lots(EpcisEvent source)
    {
        if (source.Ilmd.FirstOrDefault(pair => pair.Key.EndsWith("lotNumber", StringComparison.Ordinal)).Value is not { Length: > 0 } lot) yield break;
        foreach (var gtin in source.EpcList.Concat(source.OutputEpcs).Select(item => Epc.TryParse(item, out var epc) && epc.Kind == EpcKind.Sgtin ? epc.PrimaryKey.Value : null).Distinct())
            if (gtin is not null && Epc.TryParse($"{DigitalLink.CanonicalStem}/01/{gtin}/10/{Uri.EscapeDataString(lot.Trim('"'))}", out var named))
                yield return Name(named.CanonicalUri, EpcRole.Lot);
    }

    private static IEnumerable<NamedEpc> Names(IReadOnlyList<string> items, IReadOnlyList<QuantityElement> quantities, EpcRole role) =>
        items.Concat(quantities.Select(quantity => quantity.EpcClass)).Select(text => Name(text, role));

    private static NamedEpc Name(string text, EpcRole role)
    {
        var uri = Epc.Identity(text);
        return new NamedEpc(UnitId.Of(uri).Value, uri, text.StartsWith("urn:epc:", StringComparison.OrdinalIgnoreCase) ? text : null, role);
    }

    /// <summary>The bare word of <c>https://ref.gs1.org/cbv/BizStep-shipping</c> or <c>urn:epcglobal:cbv:bizstep:shipping</c>; another vocabulary's URI as it is.</summary>
    private static string? Word(string? term)
    {
        if (term is null) return null;
        var isCbv = term.StartsWith("https://ref.gs1.org/cbv/", StringComparison.Ordinal) || term.StartsWith("urn:epcglobal:cbv:", StringComparison.Ordinal)
            || term.StartsWith("cbv:", StringComparison.Ordinal);
        return isCbv ? term[(term.LastIndexOfAny([':', '/', '-']) + 1)..] : term;
    }
}
