using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <content>What changes goods without moving them.</content>
public sealed partial class CustodyClient
{
    /// <summary>Splits an amount off a unit; the part is <c>unit.Part(seq)</c>.</summary>
    public async Task<IntentDraft> SplitAsync(PartyId by, string epc, ulong amount, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var unit = await GetAsync(epc, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Split(by, unit.Id, unit.Seq, amount, party.Epoch, Deadline()), [party.Key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Merges a unit into another of the same lot.</summary>
    public async Task<IntentDraft> MergeAsync(PartyId by, string intoEpc, string epc, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var into = await GetAsync(intoEpc, cancellationToken).ConfigureAwait(false);
        var unit = await GetAsync(epc, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Merge(by, into.Id, into.Seq, unit.Id, unit.Seq, party.Epoch, Deadline()), [party.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Consumes units and makes lots and units from them.</summary>
    /// <param name="by">The custodian.</param>
    /// <param name="inputs">Each unit, the amount consumed, and the title note that is reduced with it (zero where it has no lot).</param>
    /// <param name="lots">New lots.</param>
    /// <param name="outputs">New units of no lot.</param>
    /// <param name="document">Commitment of the document behind it, or zero.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<IntentDraft> TransformAsync(
        PartyId by,
        IReadOnlyList<(string Epc, ulong Amount, NoteId Title)> inputs,
        IReadOnlyList<(string Epc, ulong Quantity, UnitOfMeasure Uom, byte Decimals)> lots,
        IReadOnlyList<string> outputs,
        Hash32 document = default,
        CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var (ids, seqs) = await StatesAsync([.. inputs.Select(input => input.Epc)], cancellationToken).ConfigureAwait(false);
        var intent = new Transformation(
            by, ids, seqs, [.. inputs.Select(input => input.Amount)], [.. inputs.Select(input => input.Title)],
            [.. lots.Select(lot => LotId.From(lot.Epc))], [.. lots.Select(lot => lot.Quantity)],
            [.. lots.Select(lot => lot.Uom)], [.. lots.Select(lot => lot.Decimals)],
            [.. outputs.Select(UnitId.From)], document, party.Epoch, Deadline());
        return await DraftAsync(intent, [party.Key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports the condition of a unit: by the custodian's key, or by a device that it admitted.</summary>
    public async Task<IntentDraft> ReportConditionAsync(
        PartyId by, string epc, Condition condition, Hash32 evidence = default, Address device = default, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var unit = await GetAsync(epc, cancellationToken).ConfigureAwait(false);
        var intent = new ConditionReport(by, device, unit.Id, unit.Seq, condition, evidence, party.Epoch, Deadline());
        return await DraftAsync(intent, [device == Address.Zero ? party.Key : device], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Recalls a lot, or lifts the recall.</summary>
    public async Task<IntentDraft> RecallAsync(
        PartyId by, string lotEpc, bool recalled = true, Hash32 reason = default, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var lot = await GetLotAsync(lotEpc, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Recall(by, lot.Id, lot.Seq, recalled, reason, party.Epoch, Deadline()), [party.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A lot's current state.</summary>
    public Task<LotState> GetLotAsync(string epc, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<LotState>($"/lots/{Uri.EscapeDataString(epc)}", cancellationToken);
}
