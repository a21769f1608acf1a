using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>Goods: each method reads the current state through the API and returns a draft to be signed, then given to
/// <see cref="LedgerClient.SubmitAsync(IntentDraft, TimeSpan?, CancellationToken)"/>.</summary>
/// <remarks>EPCs are taken in any form (URN, Digital Link, element strings, other URIs), and ids as 0x and 64 digits.</remarks>
public sealed partial class CustodyClient
{
    private readonly LedgerClient ledger;

    internal CustodyClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>How long a draft counts after it was made, unless a call says otherwise.</summary>
    public TimeSpan Validity { get; set; } = TimeSpan.FromDays(1);

    /// <summary>A unit's current state.</summary>
    public Task<UnitState> GetAsync(string epc, CancellationToken cancellationToken = default) =>
        ledger.ReadAsync<UnitState>($"/units/{Uri.EscapeDataString(epc)}", cancellationToken);

    /// <summary>An offer of one unit, with everything packed in it; giver and receiver sign.</summary>
    public async Task<IntentDraft> OfferAsync(
        PartyId from, PartyId to, string epc, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var (giver, receiver) = await BothAsync(from, to, cancellationToken).ConfigureAwait(false);
        var unit = await GetAsync(epc, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new HandOff(from, to, unit.Id, unit.Seq, giver.Epoch, receiver.Epoch, document, Deadline()), [giver.Key, receiver.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An offer of up to 500 units under one pair of signatures.</summary>
    public async Task<IntentDraft> OfferAsync(
        PartyId from, PartyId to, IReadOnlyList<string> epcs, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var (giver, receiver) = await BothAsync(from, to, cancellationToken).ConfigureAwait(false);
        var (ids, seqs) = await StatesAsync(epcs, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new HandOffMany(from, to, ids, seqs, giver.Epoch, receiver.Epoch, document, Deadline()), [giver.Key, receiver.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers a lot; <paramref name="quantity"/> counts in units of 10 to the power of minus
    /// <paramref name="decimals"/>.</summary>
    public async Task<IntentDraft> RegisterLotAsync(
        PartyId by, string epc, ulong quantity, UnitOfMeasure uom = default, byte decimals = 0, Hash32 document = default,
        CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new LotRegistration(by, LotId.From(epc), quantity, uom, decimals, document, party.Epoch, Deadline()), [party.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers units with their amounts: of a lot that <paramref name="by"/> issued, or of none.</summary>
    public async Task<IntentDraft> RegisterUnitsAsync(
        PartyId by, string? lotEpc, IReadOnlyList<(string Epc, ulong Amount)> units, Hash32 document = default,
        CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var lot = lotEpc is null ? LotId.None : LotId.From(lotEpc);
        var intent = new UnitRegistration(
            by, lot, [.. units.Select(unit => UnitId.From(unit.Epc))], [.. units.Select(unit => unit.Amount)], document, party.Epoch,
            Deadline());
        return await DraftAsync(intent, [party.Key], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Packs units into a parent.</summary>
    public async Task<IntentDraft> PackAsync(
        PartyId by, string parentEpc, IReadOnlyList<string> epcs, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var parent = await GetAsync(parentEpc, cancellationToken).ConfigureAwait(false);
        var (ids, seqs) = await StatesAsync(epcs, cancellationToken).ConfigureAwait(false);
        return await DraftAsync(
            new Packing(by, parent.Id, parent.Seq, ids, seqs, document, party.Epoch, Deadline()), [party.Key],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes units out of a parent.</summary>
    public async Task<IntentDraft> UnpackAsync(
        PartyId by, string parentEpc, IReadOnlyList<string> epcs, Hash32 document = default, CancellationToken cancellationToken = default)
    {
        var party = await ledger.Parties.GetAsync(by, cancellationToken).ConfigureAwait(false);
        var parent = await GetAsync(parentEpc, cancellationToken).ConfigureAwait(false);
        var intent = new Unpacking(by, parent.Id, parent.Seq, [.. epcs.Select(UnitId.From)], document, party.Epoch, Deadline());
        return await DraftAsync(intent, [party.Key], cancellationToken).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<UnitId> Ids, IReadOnlyList<uint> Seqs)> StatesAsync(
        IReadOnlyList<string> epcs, CancellationToken cancellationToken)
    {
        if (epcs.Count > Intent.MaxBatch)
            throw new LedgerException(
                "oversized-batch", $"{epcs.Count} units are more than {Intent.MaxBatch}.",
                "Split them into several hand-offs, or pack them on a pallet.");
        var states = new UnitState[epcs.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0, epcs.Count, parallel,
            async (i, token) => states[i] = await GetAsync(epcs[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return ([.. states.Select(state => state.Id)], [.. states.Select(state => state.Seq)]);
    }

    private async Task<(Party From, Party To)> BothAsync(PartyId from, PartyId to, CancellationToken cancellationToken) =>
        (
            await ledger.Parties.GetAsync(from, cancellationToken).ConfigureAwait(false),
            await ledger.Parties.GetAsync(to, cancellationToken).ConfigureAwait(false));

    private ulong Deadline() => (ulong)(ledger.Time.GetUtcNow() + Validity).ToUnixTimeSeconds();

    private async Task<IntentDraft> DraftAsync(Intent intent, IReadOnlyList<Address> keys, CancellationToken cancellationToken)
    {
        intent.Check();
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        return IntentDraft.Of(intent, manifest.DomainOf(intent.Contract), keys);
    }
}
