namespace Ledger.Sdk.Parties;

/// <summary>What a party may do, as the bits of the Registry's <c>uint32 roles</c>.</summary>
[Flags]
public enum PartyRoles : uint
{
    /// <summary>May hold and hand over goods, nothing more.</summary>
    None = 0,

    /// <summary>Admits parties, sets their roles and status; never their keys.</summary>
    Registrar = 1,

    /// <summary>Registers lots and their units.</summary>
    Producer = 2,

    /// <summary>Moves goods.</summary>
    Carrier = 4,

    /// <summary>Stores goods.</summary>
    Warehouse = 8,

    /// <summary>Sells to consumers.</summary>
    Retailer = 16,

    /// <summary>Pushes orders of a live-commerce platform.</summary>
    Platform = 32,

    /// <summary>Issues settlement money.</summary>
    Bank = 64,

    /// <summary>Freezes parties and recalls lots.</summary>
    Regulator = 128,

    /// <summary>Publishes anchors of captured events.</summary>
    Publisher = 256,

    /// <summary>A contract that settles debts: through it a frozen party still pays what it owes.</summary>
    Settlement = 512,
}
