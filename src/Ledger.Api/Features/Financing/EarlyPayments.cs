using System.Data.Common;
using System.Text.Json;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>/financing/early-payments</c>: a debtor puts up cash, its suppliers name the rates they give up, and at the cut-off the cash is divided.</summary>
public static class EarlyPayments
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);
    private static readonly string[] Reads = ["sign-in-required", "session-required", "not-a-party", "not-found", "not-indexed-yet"];
    private static readonly string[] Writes = [.. Reads, "party-not-active", "malformed-value", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large"];

    /// <summary>A programme.</summary>
    /// <param name="Cash">What the debtor puts up, in minor units.</param>
    /// <param name="Cutoff">Until when suppliers name rates, Unix seconds; at most 90 days.</param>
    /// <param name="MinRate">The least it takes, a year in 1/10,000; 0: whatever is asked.</param>
    /// <param name="Pricing">Whose rate counts.</param>
    /// <param name="Basis">Days of a year: 360 or 365.</param>
    public sealed record Request(ulong Cash, ulong Cutoff, ulong MinRate = 0, EarlyPaymentPricing Pricing = EarlyPaymentPricing.AsAsked, ulong Basis = 360);

    /// <summary>What a supplier gives up to be paid at the cut-off.</summary>
    /// <param name="Receivable">The receivable.</param>
    /// <param name="Note">The note that the caller owns.</param>
    /// <param name="Rate">A year, in 1/10,000, at most.</param>
    public sealed record Ask(ReceivableId Receivable, NoteId Note, ulong Rate);

    /// <summary>A supplier's consent to what it was awarded.</summary>
    /// <param name="Receivable">The receivable.</param>
    /// <param name="Note">The note that the caller owns.</param>
    /// <param name="Signature">The owner's signature of the retirement that the programme shows.</param>
    public sealed record Acceptance(ReceivableId Receivable, NoteId Note, string Signature);

    private static EarlyPaymentProgramme Example { get; } = new(
        4, new PartyId(2), 50_000_000, 300, EarlyPaymentPricing.Uniform, 360, 1_772_452_800, 1_772_452_860,
        [new EarlyPaymentEntry(new PartyId(3), FinancingExamples.Receivable, FinancingExamples.Note, 10_000_000, 1_780_142_400, 600, 500, 9_876_389, false, null)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/financing/early-payments", OpenAsync)
            .WithName("OpenEarlyPayment").WithTags("Financing").WithSummary("The debtor puts up cash to pay its suppliers early")
            .WithMetadata(new Idempotent()).Produces<EarlyPaymentProgramme>(201)
            .Answers(new Request(50_000_000, 1_772_452_800, 300, EarlyPaymentPricing.Uniform), Example with { AllocatedAt = null, Asks = [] }).Refuses(Writes);
        routes.MapGet("/financing/early-payments", ListAsync)
            .WithName("ListEarlyPayments").WithTags("Financing").WithSummary("The caller's programmes, and those of its debtors, newest first")
            .Answers(new[] { Example }).Refuses(Reads);
        routes.MapGet("/financing/early-payments/{id}", ShowAsync)
            .WithName("ShowEarlyPayment").WithTags("Financing").WithSummary("A programme; once its cash is divided, with retirements for both sides to sign")
            .WithDescription("The first reader after the cut-off has the cash divided: by falling rate, never above the cash; as-asked gives each supplier its own rate, uniform all the lowest that was taken.")
            .Answers(Example).Refuses(Reads);
        routes.MapPut("/financing/early-payments/{id}/asks", AskAsync)
            .WithName("AskEarlyPayment").WithTags("Financing").WithSummary("A supplier names the rate that it gives up at most for its note; the last one before the cut-off counts")
            .Answers(new Ask(FinancingExamples.Receivable, FinancingExamples.Note, 600), Example with { AllocatedAt = null })
            .Refuses([.. Writes, "unknown-note", "not-owner", "receivable-disputed", "programme-over"]);
        routes.MapPut("/financing/early-payments/{id}/acceptances", AcceptAsync)
            .WithName("AcceptEarlyPayment").WithTags("Financing").WithSummary("A supplier signs the retirement that it was awarded; the debtor finds it there, signs and submits it")
            .Answers(new Acceptance(FinancingExamples.Receivable, FinancingExamples.Note, "0x" + new string('1', 130)), Example)
            .Refuses([.. Writes, "nothing-awarded", "malformed-hex", "malformed-signature", "wrong-signer"]);
    }

    private static async Task<Created<EarlyPaymentProgramme>> OpenAsync(Caller caller, Body<Request> body, Database database, EarlyPaymentStore store, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        caller.Require();
        var (cash, cutoff, minRate, pricing, basis) = body.Value;
        if (cash == 0 || minRate > Waterfall.Whole || basis is not (360 or 365) || !Enum.IsDefined(pricing)) throw new LedgerException("malformed-value", "cash is at least 1, minRate at most 10,000, basis 360 or 365.");
        if (cutoff <= store.Now || cutoff > store.Now + (ulong)Longest.TotalSeconds) throw new LedgerException("malformed-value", $"cutoff lies in the next {Longest.TotalDays} days.");
        var number = await store.AddAsync(caller.Party, cash, minRate, pricing, basis, cutoff);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Created($"/financing/early-payments/{number}", await ReadAsync(connection, (await store.FindAsync(connection, number))!, caller, deployment));
    }

    private static async Task<Ok<List<EarlyPaymentProgramme>>> ListAsync(Caller caller, Database database, EarlyPaymentStore store, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var programmes = new List<EarlyPaymentProgramme>();
        foreach (var row in await store.ForAsync(connection, caller.Party)) programmes.Add(await ReadAsync(connection, row, caller, deployment));
        return TypedResults.Ok(programmes);
    }

    private static async Task<Ok<EarlyPaymentProgramme>> ShowAsync(ulong id, Caller caller, Database database, EarlyPaymentStore store, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await FindAsync(connection, id, caller, store);
        if (row.Allocated is null && row.Cutoff <= store.Now)
        {
            await store.AllocateAsync(row);
            row = (await store.FindAsync(connection, id))!;
        }
        return TypedResults.Ok(await ReadAsync(connection, row, caller, deployment));
    }

    private static async Task<Ok<EarlyPaymentProgramme>> AskAsync(ulong id, Caller caller, Body<Ask> body, Database database, EarlyPaymentStore store, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        caller.Require();
        var (receivable, id2, rate) = body.Value;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await FindAsync(connection, id, caller, store);
        var note = await NoteFacts.RequireOwnAsync(connection, receivable, id2, caller.Party);
        if (note.Debtor != row.Debtor) throw new LedgerException("malformed-value", $"The note is owed by party {note.Debtor}, and the programme is party {row.Debtor}'s.");
        if (rate > Waterfall.Whole) throw new LedgerException("malformed-value", "rate is at most 10,000.");
        if (note.Disputed != 0) throw new LedgerException("receivable-disputed", "The debtor disputes the receivable.");
        if (!await store.AskAsync(id, note, rate)) throw new LedgerException("programme-over", "The cut-off has passed.", "Wait for the debtor's next programme.");
        return TypedResults.Ok(await ReadAsync(connection, row, caller, deployment));
    }

    private static async Task<Ok<EarlyPaymentProgramme>> AcceptAsync(ulong id, Caller caller, Body<Acceptance> body, Database database, EarlyPaymentStore store, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        caller.Require();
        var (receivable, note, text) = body.Value;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await FindAsync(connection, id, caller, store);
        var ask = (await EarlyPaymentStore.AsksAsync(connection, id, caller.Party)).FirstOrDefault(ask => ask.Receivable == receivable.Value && ask.Note == note.Value);
        var draft = ask is null ? null : await DraftAsync(connection, row, ask, deployment.Manifest);
        if (draft is null) throw new LedgerException("nothing-awarded", $"Programme {id} has no award for the note that could be signed.", "Ask for the programme again: the cut-off is still to come, others gave up more, or the note has changed.");
        if (!Hex.TryDecode(text, out var bytes)) throw new LedgerException("malformed-hex", "signature is no hexadecimal data.");
        if (!Signature.TryParse(bytes, out var signature)) throw new LedgerException("malformed-signature", "signature is no signature of 65 or 64 bytes.");
        if (!signature.TryRecover(draft.Id, out var signer) || signer != draft.Keys[0])
            throw new LedgerException("wrong-signer", $"The signature is not by {draft.Keys[0]}, the owner's key, or not of this retirement.", "Ask for the programme again, and sign the draft in it.");
        await store.AcceptAsync(id, ask!, draft.Id, signature.ToBytes());
        return TypedResults.Ok(await ReadAsync(connection, row, caller, deployment));
    }

    /// <summary>A programme that concerns the caller: its debtor, one who has asked, or one whom the debtor owes.</summary>
    private static async Task<ProgrammeRow> FindAsync(DbConnection connection, ulong id, Caller caller, EarlyPaymentStore store)
    {
        var row = await store.FindAsync(connection, id);
        var concerns = row is not null && (caller.Roles.HasFlag(PartyRoles.Regulator) || (await store.ForAsync(connection, caller.Party)).Any(other => other.Number == id));
        return concerns ? row! : throw FinancingExamples.NotFound($"programme {id}");
    }

    private static async Task<EarlyPaymentProgramme> ReadAsync(DbConnection connection, ProgrammeRow row, Caller caller, CurrentDeployment deployment)
    {
        var seesAll = row.Debtor == caller.Party.Value || caller.Roles.HasFlag(PartyRoles.Regulator);
        var entries = new List<EarlyPaymentEntry>();
        foreach (var ask in await EarlyPaymentStore.AsksAsync(connection, row.Number, seesAll ? null : caller.Party))
        {
            var draft = await DraftAsync(connection, row, ask, deployment.Manifest);
            var isAccepted = draft is not null && ask.Digest == draft.Id;
            if (isAccepted) draft = draft! with { Signatures = [ask.Signature, null] };
            entries.Add(new EarlyPaymentEntry(
                new PartyId(ask.Owner), new ReceivableId(ask.Receivable), new NoteId(ask.Note), ask.Amount, ask.Due, ask.Rate, ask.AwardRate, ask.Price, isAccepted, draft is null ? null : JsonOf(draft)));
        }
        return new EarlyPaymentProgramme(row.Number, new PartyId(row.Debtor), row.Cash, row.MinRate, (EarlyPaymentPricing)row.Pricing, row.Basis, row.Cutoff, row.Allocated, entries);
    }

    /// <summary>The retirement that an award stands for, as long as the note is what it was; it counts until the note is due.</summary>
    private static async Task<IntentDraft?> DraftAsync(DbConnection connection, ProgrammeRow row, ProgrammeAskRow ask, DeploymentManifest manifest)
    {
        if (ask.Price is not { } price || price == 0) return null;
        var note = await NoteFacts.FindAsync(connection, new ReceivableId(ask.Receivable), new NoteId(ask.Note));
        if (note is null || !note.IsLive || note.Owner != ask.Owner || note.Seq != ask.Seq || note.Unpaid != ask.Amount) return null;
        var retirement = new Retirement(
            price, new PartyId(ask.Owner), new ReceivableId(ask.Receivable), new NoteId(ask.Note), (uint)ask.Seq, ask.Amount, (uint)note.OwnerEpoch, (uint)note.DebtorEpoch, ask.Due - 1)
        {
            Debtor = new PartyId(row.Debtor),
        };
        return IntentDraft.Of(retirement, manifest.DomainOf(retirement.Contract), [note.OwnerKey, note.DebtorKey]);
    }

    private static JsonElement JsonOf(IntentDraft draft)
    {
        using var json = JsonDocument.Parse(draft.ToJson());
        return json.RootElement.Clone();
    }
}
