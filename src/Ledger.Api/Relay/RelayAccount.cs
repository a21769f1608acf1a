using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>The account that this server relays with; null where it has no key and relays nothing.</summary>
public sealed record RelayAccount(Address? Address);
