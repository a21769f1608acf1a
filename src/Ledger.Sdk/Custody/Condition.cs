namespace Ledger.Sdk.Custody;

/// <summary>What the custodian or its device reported about a unit, as <c>uint8 condition</c> of the Goods contract.</summary>
public enum Condition : byte
{
    /// <summary>Nothing to report.</summary>
    Sound = 0,

    /// <summary>Damaged.</summary>
    Damaged = 1,

    /// <summary>Less than was handed over.</summary>
    Shortage = 2,

    /// <summary>Was outside its temperature range.</summary>
    TemperatureExcursion = 3,

    /// <summary>The seal or packing was tampered with.</summary>
    Tampered = 4,

    /// <summary>Receipt is disputed.</summary>
    Disputed = 5,

    /// <summary>Lost.</summary>
    Lost = 6,

    /// <summary>Destroyed.</summary>
    Destroyed = 7,
}
