using System.Diagnostics;
using Ledger.Devnet.Hosting;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Story;

/// <summary>The demonstration: captures documents, lets the parties hand over the goods named in them, and checks itself.</summary>
internal sealed class Demo : IDisposable
{
    private static readonly TimeSpan IndexPatience = TimeSpan.FromSeconds(30);
    private readonly RunningDevnet devnet;
    private readonly Screen.Screen screen;
    private readonly HttpClient http;
    private readonly LedgerClient ledger;
    private readonly CaptureClient sessions;

    private Demo(RunningDevnet devnet, Screen.Screen screen)
    {
        (this.devnet, this.screen) = (devnet, screen);
        http = new HttpClient { BaseAddress = devnet.Api };
        ledger = new LedgerClient(http);
        sessions = new CaptureClient(http);
    }

    private DeploymentManifest Manifest => devnet.Chain.Manifest;

    /// <summary>Plays it and shows each step.</summary>
    /// <exception cref="LedgerException">A step failed, or the check at the end did.</exception>
    public static async Task PlayAsync(RunningDevnet devnet, DevnetOptions options, Screen.Screen screen, CancellationToken cancellationToken)
    {
        using var demo = new Demo(devnet, screen);
        await demo.PlayAsync(options, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ledger.Dispose();
        http.Dispose();
    }

    private async Task PlayAsync(DevnetOptions options, CancellationToken cancellationToken)
    {
        var folder = options.Documents ?? Places.Samples;
        var clock = Stopwatch.StartNew();
        var files = DocumentFolder.Read(folder);
        var readable = files.Select(file => (File: file, Events: EventReader.TryRead(file))).ToList();
        var names = EventReader.Names(files);
        var cast = Cast.From([.. readable.SelectMany(entry => entry.Events).OrderBy(e => e.Time)], names);
        await AdmitAsync(cast, cancellationToken);
        var keys = KeyFiles.WriteAsync(cast.Members, devnet.Data.Keys);
        var captured = await CaptureAsync(readable, cast, folder, cancellationToken);
        var name = StoryMark.NameOf(files);
        var mark = await StoryMark.FindOrMakeAsync(devnet.Data, name, devnet.Chain.IsNew, cancellationToken);
        var script = Script.Write([.. captured.Events.Keys], cast, new Labels(names), mark.Deadline, e => captured.Events[e].Commitment);
        var steps = await TellAsync(script, cast, mark, cancellationToken);
        var money = await new MoneyAct(devnet, http, ledger, sessions, UntilIndexedAsync, screen).PlayAsync(cast, mark, cancellationToken);
        await mark.FinishAsync(devnet.Data, name, cancellationToken);
        var told = clock.Elapsed;
        var check = await new SelfCheck(ledger, Manifest, devnet.Data.Proofs, screen).RunAsync(captured.Events, steps, script.Traveller, cancellationToken);
        var partner = await new PartnerAct(devnet, ledger, sessions, screen).PlayAsync(cast, captured, script, check, cancellationToken);
        await keys;
        await new Ending(devnet, http, options.ExitAfterDemo, screen).ShowAsync(script, cast, captured, steps, money, check, partner, told, clock.Elapsed, cancellationToken);
    }

    private async Task AdmitAsync(Cast cast, CancellationToken cancellationToken)
    {
        screen.Title("The parties, each with its own key");
        var admitted = await Admissions.AdmitAsync(cast.Members, ledger, devnet.Node, Manifest, cancellationToken);
        foreach (var member in cast.Members) screen.Done($"Party {member.Id}: {member} ({member.Roles})");
        await UntilIndexedAsync(cancellationToken);
        await Admissions.OpenIdentitiesAsync(cast.Members, http, cancellationToken);
        if (admitted < cast.Members.Count) screen.Whisper($"{cast.Members.Count - admitted} of them were admitted before.");
    }

    private async Task<Captured> CaptureAsync(
        List<(DocumentFile File, IReadOnlyList<StoryEvent> Events)> documents, Cast cast, string folder, CancellationToken cancellationToken)
    {
        screen.Title($"{documents.Count} documents from {Path.GetRelativePath(Environment.CurrentDirectory, folder)}");
        var captured = new Captured();
        foreach (var (file, events) in documents)
        {
            var by = events.Select(e => e.Place).Concat(events.SelectMany(e => e.Locations)).Select(cast.Of).FirstOrDefault(member => member is not null) ?? cast.Members[0];
            var result = await sessions.CaptureAsync(file, by, cancellationToken);
            captured.Add(file, events, result);
            if (result.Refusal is not null) screen.Refused($"{file.Name} was refused: {result.Refusal}");
            else screen.Done($"{file.Name}: {(events.Count == 1 ? "1 event" : $"{events.Count} events")} captured by {by}");
        }
        return captured;
    }

    private async Task<IReadOnlyList<ToldStep>> TellAsync(Script script, Cast cast, StoryMark mark, CancellationToken cancellationToken)
    {
        screen.Title(mark.Finished ? "The story was told on this chain before: its intents are the same, so nothing is done twice" : "The story, signed by the parties and checked by the contracts");
        StoryEvent? because = null;
        var left = script.Steps.Count;
        var steps = await new Teller(ledger, Manifest, cast).TellAsync(script.Steps, Show, cancellationToken);
        foreach (var remark in script.Remarks) screen.Refused(remark);
        await UntilIndexedAsync(cancellationToken);
        return steps;

        void Show(ToldStep told)
        {
            if (left-- == script.Closing) screen.Title("A closing act with the same goods: what these documents do not show");
            if (told.Step.Because != because) screen.Whisper($"{told.Step.Because.Time.UtcDateTime:yyyy-MM-dd HH:mm} {told.Step.Because}");
            because = told.Step.Because;
            screen.Done($"{told.Step.Text}");
        }
    }

    /// <summary>The chain comes first and the projections follow: waits until they have what was just written.</summary>
    private async Task UntilIndexedAsync(CancellationToken cancellationToken)
    {
        var block = await devnet.Node.GetBlockNumberAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        while ((await ledger.GetIndexStatusAsync(cancellationToken)).Block < block)
        {
            if (clock.Elapsed > IndexPatience) throw new LedgerException("index-behind", $"The indexer has not reached block {block} within {IndexPatience.TotalSeconds} s.", $"Its log says why: {devnet.Data.Log}");
            await Task.Delay(20, cancellationToken);
        }
    }
}
