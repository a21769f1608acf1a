namespace Ledger.Sdk.Parties;

/// <summary>What an API key may be used for. Kept by these numbers.</summary>
public enum ApiScope
{
    /// <summary>Capture EPCIS documents and see what became of them.</summary>
    Capture = 1,

    /// <summary>Read what the party may read.</summary>
    Query = 2,

    /// <summary>Subscribe to events.</summary>
    Subscribe = 4,

    /// <summary>Manage the links that GS1 Digital Links resolve to.</summary>
    Links = 8,
}

/// <summary>An API key as it is listed: all but its secret.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">What its party calls it.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="Created">When it was issued.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Status">Whether it counts.</param>
/// <param name="LastUsed">When it was last used, to the minute; null for never.</param>
public sealed record ApiKeyInfo(
    string Id, string Name, IReadOnlyList<ApiScope> Scopes, DateTimeOffset Created, DateTimeOffset Expires, ApiKeyStatus Status, DateTimeOffset? LastUsed);

/// <summary>Whether an API key counts.</summary>
public enum ApiKeyStatus
{
    /// <summary>It does.</summary>
    Active,

    /// <summary>It has ended.</summary>
    Expired,

    /// <summary>Its party revoked it, or cancelled all by a change of its key or epoch.</summary>
    Revoked,
}

/// <summary>A new API key with its secret, which is shown this once.</summary>
/// <param name="Key">The key: to be sent as bearer token, or as the password of HTTP Basic with any user name.</param>
/// <param name="Info">What is listed of it.</param>
public sealed record IssuedApiKey(string Key, ApiKeyInfo Info);
