namespace Ledger.Api.Deliveries;

/// <summary>Wakes the sender at once when something was put into the outbox, instead of at its next look.</summary>
public sealed class DeliverySignal : Relay.Signal;
