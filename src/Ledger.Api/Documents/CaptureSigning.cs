using System.Data.Common;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>Who captured is proved by a signature over the event hashes of the document: the party's own, else the API's for it.</summary>
public sealed class CaptureSigning(CurrentDeployment deployment, RelayKey? key = null, MasterKey? master = null)
{
    /// <summary>The header with the party's own signature: 65 bytes, hexadecimal.</summary>
    public const string Header = "Ledger-Capture-Signature";

    private IntentDomain Domain => deployment.Manifest.DomainOf(LedgerContract.Anchors);

    /// <summary>The order with a signature: of a long document it is made, or checked, behind the last event, before anything is kept.</summary>
    /// <exception cref="LedgerException"><c>malformed-signature</c>, <c>capture-signature-mismatch</c>.</exception>
    public CaptureOrder Sign(CaptureOrder order, Caller caller, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(order);
        var given = Given(request);
        if (given is null && key is null) return order;
        var claim = new CaptureClaim(caller.Party, caller.Address, given, key, Domain);
        var slices = claim.Through(order.Slices);
        return order with { Claim = claim, Slices = order.IsLong ? slices : [.. slices] };
    }

    /// <summary>What is kept of a job's signature. Of a confidential document it is encrypted: with it and the hashes, guesses at what is sealed could be tried.</summary>
    internal KeptSignature Keep(OrderProgress order)
    {
        if (order.Order.Claim is not { Seal: { } seal, Hashes: var hashes } || order.Captured == 0) return KeptSignature.None;
        var signature = Hex.Decode(seal.Signature);
        if (order.Order.Sealing is null) return new KeptSignature(seal.SignedBy, seal.Signer, signature, seal.EventsRoot, order.Captured == hashes.Count ? null : Bytes(hashes));
        return new KeptSignature(seal.SignedBy, seal.Signer, null, null, master!.Seal(Purpose(order.Job), [.. signature, .. Bytes(hashes)]));
    }

    /// <summary>The signature of a job of the party that asks.</summary>
    internal async Task<CaptureSeal?> FindAsync(DbConnection connection, string job) =>
        await connection.QuerySingleOrDefaultAsync<JobRow>($"{JobRow.Select} where j.id = @job", new { job }) is { } row ? (await OpenAsync(connection, row))?.Seal : null;

    /// <summary>Who captured an event, for its proof; null where nobody signed, or the reader may not know.</summary>
    /// <remarks>The path shows hashes of other events of the document, by which they could be guessed: so of a confidential document only its own party gets it.</remarks>
    public async Task<CaptureProof?> ProveAsync(DbConnection connection, VisibleEvent seen, PartyId? reader)
    {
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.Withheld.Count > 0) return null;
        var row = await connection.QueryFirstOrDefaultAsync<JobRow>(
            $"{JobRow.Select} where j.first_event <= @Number and j.first_event + j.captured > @Number order by j.first_event desc limit 1", new { seen.Number });
        if (row is null || await OpenAsync(connection, row) is not { } opened) return null;
        var (seal, hashes) = opened;
        var at = Array.IndexOf(hashes, seen.Stored.Hash);
        if (at < 0 || (row.Signature is null && hashes.Length > 1 && reader?.Value != row.Party)) return null;
        var message = new EventCapture(new PartyId(row.Party), seal.EventsRoot, seal.Count);
        var signature = Signature.Parse(seal.Signature);
        // One that was made for another deployment counts for nothing on this one.
        return signature.TryRecover(message.Digest(Domain, seal.SignedBy), out var signer) && signer == seal.Signer
            ? new CaptureProof(message, MerkleTree.Build(hashes).Proof(at), seal.SignedBy, signer, signature)
            : null;
    }

    private static byte[] Bytes(IReadOnlyList<Hash32> hashes) => [.. hashes.SelectMany(hash => hash.ToArray())];

    private static string Purpose(string job) => $"capture {job}";

    private static Signature? Given(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var header)) return null;
        return Hex.TryDecode(header.ToString(), out var bytes) && Signature.TryParse(bytes, out var signature)
            ? signature
            : throw new LedgerException("malformed-signature", $"{Header} is not 65 bytes of a secp256k1 signature.", "Write 0x and 130 hexadecimal digits.");
    }

    private async Task<(CaptureSeal Seal, Hash32[] Hashes)?> OpenAsync(DbConnection connection, JobRow row)
    {
        if (row.SignedBy is not { } by || row.Signer is null || (row.Signature is null && (row.Hashes is null || master is null))) return null;
        var opened = row.Signature is null ? master!.Open(Purpose(row.Id), row.Hashes) : row.Hashes;
        var signature = row.Signature ?? opened![..65];
        Hash32[] hashes = opened is null
            ? [.. (await connection.QueryAsync<byte[]>(
                "select hash from captured.event where number >= @FirstEvent and number < @end order by number", new { row.FirstEvent, end = row.FirstEvent + row.Captured })).Select(hash => new Hash32(hash))]
            : [.. opened.Skip(row.Signature is null ? 65 : 0).Chunk(32).Select(hash => new Hash32(hash))];
        return (new CaptureSeal((CaptureSigner)by, new Address(row.Signer), Hex.Encode(signature), MerkleTree.Build(hashes).Root, (ulong)hashes.Length), hashes);
    }

    private sealed record JobRow
    {
        public const string Select = """
            select j.id, j.party, j.first_event as FirstEvent, j.captured, j.signed_by as SignedBy, j.signer, j.signature, h.hashes
            from captured.capture_job j left join captured.capture_hashes h on h.job = j.id
            """;

        public string Id { get; init; } = "";
        public ulong Party { get; init; }
        public long? FirstEvent { get; init; }
        public long Captured { get; init; }
        public long? SignedBy { get; init; }
        public byte[]? Signer { get; init; }
        public byte[]? Signature { get; init; }
        public byte[]? Hashes { get; init; }
    }
}

/// <summary>A job's signature as it is kept.</summary>
/// <param name="SignedBy">Whose key signed; null where nobody did.</param>
/// <param name="Signer">The key.</param>
/// <param name="Signature">65 bytes; null where they are encrypted.</param>
/// <param name="Root">What it is over; null where it is encrypted.</param>
/// <param name="Hashes">The event hashes, where they are not those of the events stored; behind the signature, and encrypted, where it is not beside them.</param>
internal sealed record KeptSignature(CaptureSigner? SignedBy, Address? Signer, byte[]? Signature, Hash32? Root, byte[]? Hashes)
{
    public static KeptSignature None { get; } = new(null, null, null, null, null);
}
