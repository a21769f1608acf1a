using Ledger.Api.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Api.Tests.Pages;

/// <summary>Renders a page without a server, and makes up a journey to show.</summary>
internal static class PageText
{
    public static async Task<string> RenderAsync<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    public static Task<string> RenderAsync(TraceView view) => RenderAsync<TracePage>(new() { ["View"] = view });

    public static TraceView Sample(int extraSteps = 0)
    {
        var time = new DateTimeOffset(2026, 2, 27, 8, 30, 0, TimeSpan.Zero);
        var steps = new List<JourneyStep>
        {
            Step(time, "Registered by Orchard Farm", "Orchard Farm, hall 2", 0, false, Tone.Good, "Signed by Orchard Farm", 1001),
            Step(time.AddHours(2), "Packed into pallet 340123450000000018", "Orchard Farm, loading bay", 0, false, Tone.Good, "Matches the document, anchored in block 1004", 1003),
            Step(time.AddHours(5), "Orchard Farm handed it to Northway Carriers", "Gate 4", 1, true, Tone.Good, "Signed by both. Matches the document, anchored in block 1011", 1010),
            Step(time.AddHours(29), "Northway Carriers handed it to Harbour Warehouse", null, 2, true, Tone.Open, "Signed by both. The document isn’t kept here", 1042),
            new(time.AddHours(30), "Observed: storing", "Harbour Warehouse, cold room", 2, false, Tone.Open, "Recorded by Harbour Warehouse, not yet anchored", null),
            Step(time.AddHours(50), "Corner Market refused it", "Delivery dock", 2, false, Tone.Bad, "Signed by both. Nothing moved", 1060),
            Step(time.AddHours(73), "Harbour Warehouse handed it to Corner Market", "Delivery dock", 3, true, Tone.Good, "Signed by both. Matches the document, anchored in block 1088", 1087),
        };
        for (var i = 0; i < extraSteps; i++) steps.Add(Step(time.AddHours(80 + i), $"Party {i} handed it to Party {i + 1}", null, i % 8, true, Tone.Good, "Signed by both. Matches the document", (ulong)(1100 + i)));
        return new TraceView
        {
            Kind = "Serialised item",
            Title = "Strawberry jam 340 g",
            Link = "https://trace.example.com/01/09506000134352/21/ABC-2018",
            Epc = "https%3A%2F%2Fid.gs1.org%2F01%2F09506000134352%2F21%2FABC",
            Keys = [new("GTIN", "09506000134352"), new("Serial number", "ABC-2018"), new("Lot", "L2026-09")],
            Verdict = new(Tone.Open, "2 of 3 hand-offs match what was recorded", "All were signed by giver and receiver. The document of 1 isn’t kept on this server, so it can’t be compared here."),
            Alerts = [new(Tone.Bad, "Recalled by Orchard Farm on 2 March 2026", "Don’t use it. Give it back where you bought it. The whole lot L2026-09 is concerned.")],
            Now = new("Corner Market", 3, time.AddHours(73), null),
            Steps = steps,
            Origins = [new("Strawberries, lot F-77", "/01/09506000134369/10/F-77", "120 kg used, from Berry Fields"), new("Sugar, lot S-3", "/01/09506000134376/10/S-3", "80 kg used, from Sweet Mill")],
            Captured = 6,
            Anchored = 5,
            ChainId = 31337,
            AsOf = new(1090, default, 1_772_366_400),
        };
    }

    private static JourneyStep Step(DateTimeOffset time, string words, string? where, int colour, bool hand, Tone tone, string note, ulong block)
    {
        var hash = Ledger.Sdk.Ethereum.Keccak256.Hash(BitConverter.GetBytes(block)).ToString();
        return new(time, words, where, colour, hand, tone, note, new Evidence(block, time, hash, hand ? $"/handoffs/{hash}-0/proof" : "", $"proof-{block}.json"));
    }
}
