using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Confidentiality;

/// <summary>An event of which something is sealed for a party.</summary>
/// <param name="EventKey">Its key, which stands for its eventID where that is asked for: the ID may be sealed.</param>
/// <param name="CapturedBy">Who captured it.</param>
/// <param name="RecordTime">When.</param>
/// <param name="Groups">The groups of its fields that are wrapped to the party.</param>
/// <param name="HeldBy"><c>party</c>: only the party's own key opens it; <c>api</c>: the API shows it to the party.</param>
/// <param name="Generations">The generations of the party's encryption keys that it is wrapped to.</param>
public sealed record SealedEventInfo(Hash32 EventKey, PartyId CapturedBy, DateTimeOffset RecordTime, IReadOnlyList<string> Groups, string HeldBy, IReadOnlyList<ulong> Generations);

/// <summary>A share that an event's own party owes to the chain of custody.</summary>
/// <param name="EventKey">The event's key.</param>
/// <param name="Reader">Who has or had custody, and can't read it yet.</param>
/// <param name="Since">When that was seen.</param>
public sealed record DueShare(Hash32 EventKey, PartyId Reader, DateTimeOffset Since);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">What <c>after</c> gets for the next page; null on the last.</param>
public sealed record SealedPage<T>(IReadOnlyList<T> Items, string? Next);
