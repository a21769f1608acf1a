using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Parties;

/// <summary>A party as the API answers <c>GET /parties/{id}</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">The key that signs for it.</param>
/// <param name="Recovery">The key that may replace it; zero for none.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Identity">Commitment of its GLN, LEI and name.</param>
/// <param name="Epoch">What its intents must bind; rises with every change of its entry.</param>
/// <param name="Status">Its standing.</param>
/// <param name="AsOf">The block that this is as of.</param>
/// <param name="Name">The name that its identity was opened with; null where it was not.</param>
/// <param name="Gln">Its GLN, likewise.</param>
public sealed record Party(
    PartyId Id, Address Key, Address Recovery, PartyRoles Roles, Hash32 Identity, uint Epoch, PartyStatus Status, AsOf? AsOf = null,
    string? Name = null, string? Gln = null);
