using System.Net.Http.Headers;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk;

/// <content>Capture of EPCIS documents.</content>
public sealed partial class LedgerClient
{
    private const int MostErrors = 3;

    /// <summary>Captures an EPCIS document, JSON or XML, which is stored durably when this returns. Needs a session, or an API key as <see cref="Token"/>.</summary>
    /// <param name="document">The document.</param>
    /// <param name="key">The party's key: it signs for the events, so that nobody can say they came from someone else. Null to have the API sign for the party.</param>
    /// <param name="options">How it is captured; null for all or nothing, seen by whom the party's policy says.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="LedgerException">event-conflict: with all or nothing, an event is known with other content, so that nothing was captured; epcis-invalid, capture-signature-mismatch, sign-in-required, insufficient-scope…</exception>
    /// <exception cref="InvalidEpcisException">It is to be signed, and no document with events.</exception>
    public async Task<CaptureResult> CaptureAsync(
        ReadOnlyMemory<byte> document, PrivateKey? key = null, CaptureOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = new ReadOnlyMemoryContent(document) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(EpcisXml.IsXml(document.Span) ? "application/xml" : "application/json");
        if (options is { Proceed: true }) request.Headers.Add("GS1-Capture-Error-Behaviour", "proceed");
        if (options?.Visibility is { } visibility) request.Headers.Add("Ledger-Visibility", visibility);
        if (key is not null && await SignCaptureAsync(document, key, cancellationToken).ConfigureAwait(false) is { } signature)
            request.Headers.Add("Ledger-Capture-Signature", signature.ToString());
        var result = await SendAsync<CaptureResult>(request, cancellationToken).ConfigureAwait(false);
        return result.Success || options is { Proceed: true } ? result : throw Rejected(result);
    }

    /// <summary>The party's signature for a document: EIP-712 <c>EventCapture</c> over its event hashes; null where it has no event.</summary>
    /// <exception cref="LedgerException">wrong-signer: not the key of the party that is signed in.</exception>
    /// <exception cref="InvalidEpcisException">It is no document with events.</exception>
    public async Task<Signature?> SignCaptureAsync(ReadOnlyMemory<byte> document, PrivateKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var session = await GetAsync<Session>("/session", cancellationToken).ConfigureAwait(false);
        if (session.Address != key.Address)
            throw new LedgerException("wrong-signer", $"{key.Address} is not the key of party {session.Party}, which is signed in.", "Sign with the party's current key.");
        var manifest = await GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var hashes = EventHash.Compute(document);
        return hashes.Count == 0 ? null : key.Sign(EventCapture.Of(session.Party, hashes).Digest(manifest.DomainOf(LedgerContract.Anchors), CaptureSigner.Party));
    }

    private static LedgerException Rejected(CaptureResult result) => new(
        result.Errors.Count > 0 ? result.Errors[0].Code : "capture-failed",
        $"Nothing was captured: {string.Join("; ", result.Errors.Take(MostErrors).Select(error => $"{error.Pointer}: {error.Detail}"))}"
            + (result.Errors.Count > MostErrors ? $" And {result.Errors.Count - MostErrors} more: GET /epcis/v2/capture/{result.CaptureID}." : ""),
        "Captured events never change: send a correction with an errorDeclaration and an eventID of its own, or have the other events captured (proceed).");

    private sealed record Session(Address Address, PartyId Party);
}

/// <summary>How a document is captured.</summary>
/// <param name="Proceed">Whether the other events are captured where some can't be; else all or nothing.</param>
/// <param name="Visibility">Who may read it, such as <c>custody</c> or <c>public; where=parties:3,5</c>; null for the party's policy.</param>
public sealed record CaptureOptions(bool Proceed = false, string? Visibility = null);

/// <summary>What became of a document.</summary>
/// <param name="CaptureID">The id of its capture job.</param>
/// <param name="Success">Whether every event was captured, now or before.</param>
/// <param name="EventCount">How many events it has.</param>
/// <param name="CapturedCount">How many of them were new.</param>
/// <param name="Errors">Why some were not captured.</param>
/// <param name="Events">The events with their commitments; null for long documents.</param>
/// <param name="CaptureSignature">Who signed for it; null where nobody did, or nothing was new.</param>
public sealed record CaptureResult(
    string CaptureID, bool Success, int EventCount, long CapturedCount, IReadOnlyList<CaptureError> Errors, IReadOnlyList<CapturedEvent>? Events = null,
    CaptureSignature? CaptureSignature = null);

/// <summary>Why an event was not captured.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="Pointer">JSON pointer to what is at fault.</param>
/// <param name="Detail">What is wrong.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "RFC 6901 calls it so.")]
public sealed record CaptureError(string Code, string Pointer, string Detail);

/// <summary>An event that is stored.</summary>
/// <param name="EventId">Its eventID, or its hash where it has none.</param>
/// <param name="Commitment">What is anchored of it.</param>
public sealed record CapturedEvent(string EventId, Hash32 Commitment);

/// <summary>The signature for a document.</summary>
/// <param name="SignedBy">Whose key signed.</param>
/// <param name="Signer">The key.</param>
/// <param name="EventsRoot">What it is over.</param>
public sealed record CaptureSignature(CaptureSigner SignedBy, Address Signer, Hash32 EventsRoot);
