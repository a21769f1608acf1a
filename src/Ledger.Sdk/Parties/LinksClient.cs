using System.Net.Http.Headers;
using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;

namespace Ledger.Sdk.Parties;

/// <summary>The links of one identifier as they are kept.</summary>
/// <param name="Link">The canonical Digital Link; <c>{name}</c> stands for a qualifier of any value.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Party">Who set them.</param>
/// <param name="Document">The JSON text, byte for byte as it was signed; null where the links were removed.</param>
/// <param name="Signer">The address that signed.</param>
/// <param name="Signature">65 bytes in hexadecimal; see <see cref="LinkSetMessage"/>.</param>
/// <param name="SignedBy"><c>party</c>, or <c>api</c> where the API signed for the party that was signed in.</param>
/// <param name="CreatedAt">When they were set.</param>
public sealed record LinkSet(
    string Link, long Version, PartyId Party, string? Document, Address? Signer, string? Signature, string? SignedBy, DateTimeOffset CreatedAt);

/// <summary>What a party's Digital Links lead to. Changing anything needs a session: see <see cref="LedgerClient.SignInAsync"/>.</summary>
public sealed class LinksClient
{
    private readonly LedgerClient ledger;

    internal LinksClient(LedgerClient ledger) => this.ledger = ledger;

    /// <summary>The links of an identifier: a path such as <c>/01/09506000134352/21/{serial}</c>, or a Digital Link.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>.</exception>
    public Task<LinkSet> GetAsync(string link, CancellationToken cancellationToken = default) =>
        ledger.GetAsync<LinkSet>(PathOf(LinkTemplate.Parse(link)), cancellationToken);

    /// <summary>Sets the links of an identifier, signed with the party's key.</summary>
    /// <param name="link">A path or a Digital Link; <c>{name}</c> as the value of a qualifier stands for any.</param>
    /// <param name="document">JSON with <c>links</c>, and if wanted <c>itemDescription</c> and <c>defaultLinktype</c>: see <c>PUT /links/{path}</c>.</param>
    /// <param name="key">The party's key, with which the client has signed in.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="LedgerException"><c>links-changed</c>: somebody else was faster; <c>not-the-owner</c>, <c>links-invalid</c>.</exception>
    public async Task<LinkSet> SetAsync(string link, string document, PrivateKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(key);
        var template = LinkTemplate.Parse(link);
        var bytes = Encoding.UTF8.GetBytes(document);
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        var session = await ledger.GetAsync<Session>("/session", cancellationToken).ConfigureAwait(false);
        var version = await VersionAsync(template, cancellationToken).ConfigureAwait(false) + 1;
        var message = new LinkSetMessage(session.Party, template.Link, Keccak256.Hash(bytes), (ulong)version);
        using var request = new HttpRequestMessage(HttpMethod.Put, PathOf(template)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Ledger-Links-Signature", key.Sign(message.Digest(manifest)).ToString());
        if (version == 1) request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        else request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version - 1}\""));
        return await ledger.SendAsync<LinkSet>(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> VersionAsync(LinkTemplate template, CancellationToken cancellationToken)
    {
        try
        {
            return (await ledger.GetAsync<LinkSet>(PathOf(template), cancellationToken).ConfigureAwait(false)).Version;
        }
        catch (LedgerException exception) when (exception.Code == "not-found")
        {
            return 0;
        }
    }

    private static string PathOf(LinkTemplate template) => $"/links/{template.Template.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal)}";

    private sealed record Session(PartyId Party);
}
