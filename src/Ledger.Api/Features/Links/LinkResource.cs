using System.Globalization;
using System.Text;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Features.Links;

/// <summary>The links of one identifier as the API shows them.</summary>
/// <param name="Link">The canonical Digital Link that is signed; <c>{name}</c> stands for a qualifier of any value.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Party">Who set them.</param>
/// <param name="Document">The JSON text, byte for byte as it was signed; null where the links were removed.</param>
/// <param name="Signer">The address that signed.</param>
/// <param name="Signature">EIP-712 <c>LinkSet(uint64 party,bytes32 key,bytes32 links,uint64 version)</c>, 65 bytes.</param>
/// <param name="SignedBy"><c>party</c>, or <c>api</c> where the API signed for the party that was signed in.</param>
/// <param name="CreatedAt">When they were set.</param>
/// <param name="SupersededAt">When the next version came; null for the current one.</param>
public sealed record LinkResource(
    string Link, long Version, PartyId Party, string? Document, Address? Signer, string? Signature, string? SignedBy, DateTimeOffset CreatedAt, DateTimeOffset? SupersededAt)
{
    /// <summary>Carries the party's own signature over a change.</summary>
    public const string SignatureHeader = "Ledger-Links-Signature";

    internal static string ExampleDocument => """
        {"itemDescription":"Organic mozzarella 125 g","defaultLinktype":"gs1:pip","links":[{"linktype":"gs1:pip","href":"https://dairy.example/mozzarella","title":"Organic mozzarella","type":"text/html","hreflang":["en"]}]}
        """.Trim();

    internal static LinkResource Example { get; } = new(
        "https://id.gs1.org/01/09521102001258", 1, new PartyId(2), ExampleDocument, Address.Parse("0x00000000000000000000000000000000000000aa"), "0x" + new string('1', 130), "party",
        DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), null);

    internal static LinkResource Of(LinkVersion row) => new(
        $"{DigitalLink.CanonicalStem}/{row.Template}", row.Version, new PartyId((ulong)row.Party), row.Document is { } text ? Encoding.UTF8.GetString(text) : null,
        row.Signer is { } signer ? new Address(signer) : null, row.Signature is { } signature ? Hex.Encode(signature) : null,
        row.SignedBy switch { LinkVersion.ByParty => "party", LinkVersion.ByApi => "api", _ => null },
        DateTimeOffset.FromUnixTimeSeconds(row.Created), row.Superseded is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);

    /// <summary>What stands behind <c>/links/</c>, as it was sent: a decoded path could not tell %2F from a slash.</summary>
    internal static LinkTemplate PathOf(HttpContext context) =>
        LinkTemplate.Parse(context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2)[0]["/links/".Length..].TrimEnd('/'));

    /// <summary>The party's own signature, where the request carries one.</summary>
    /// <exception cref="LedgerException"><c>malformed-signature</c>.</exception>
    internal static Signature? SignatureOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(SignatureHeader, out var text)) return null;
        return Hex.TryDecode(text.ToString(), out var bytes) && Ledger.Sdk.Ethereum.Signature.TryParse(bytes, out var signature)
            ? signature
            : throw new LedgerException("malformed-signature", $"{SignatureHeader} is not 65 or 64 bytes of a secp256k1 signature.");
    }

    /// <summary>The version that If-Match demands; 0 for <c>If-None-Match: *</c>, null for none.</summary>
    /// <exception cref="LedgerException"><c>malformed-request</c>.</exception>
    internal static long? ExpectedOf(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfNoneMatch.Contains(EntityTagHeaderValue.Any)) return 0;
        if (request.Headers.IfMatch.Count == 0 || headers.IfMatch.Contains(EntityTagHeaderValue.Any)) return null;
        return headers.IfMatch is [{ IsWeak: false } only] && long.TryParse(only.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new LedgerException("malformed-request", "If-Match is one version in quotes, as ETag had it.");
    }

    internal static void Tag(HttpResponse response, long version) => response.Headers.ETag = $"\"{version}\"";
}
