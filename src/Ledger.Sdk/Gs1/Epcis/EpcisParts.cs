namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>An amount of a class or lot; without amount, an unknown one. Without unit it counts pieces.</summary>
/// <param name="EpcClass">The class or lot, as written.</param>
/// <param name="Quantity">The exact amount.</param>
/// <param name="Uom">UN/ECE Recommendation 20 code.</param>
public sealed record QuantityElement(string EpcClass, ExactDecimal? Quantity, string? Uom);

/// <summary>An identifier with its role: a business transaction, a source or a destination.</summary>
/// <param name="Type">Such as <c>po</c>, <c>possessing_party</c> or <c>owning_party</c>; null where the document does not say.</param>
/// <param name="Id">The identifier, as written.</param>
public sealed record TypedId(string? Type, string Id);

/// <summary>Where and when sensors observed, and what.</summary>
public sealed record SensorElement(SensorMetadata? Metadata, IReadOnlyList<SensorReport> Reports);

/// <summary>What holds for all reports of a sensor element.</summary>
public sealed record SensorMetadata(DateTimeOffset? Time, DateTimeOffset? StartTime, DateTimeOffset? EndTime, string? DeviceId,
    string? BizRules);

/// <summary>One observation of a sensor; numbers exactly as written.</summary>
public sealed record SensorReport(string Type)
{
    /// <summary>ALARM_CONDITION, ERROR_CONDITION or a URI; null for an ordinary report.</summary>
    public string? Exception { get; init; }

    /// <summary>The device, as written.</summary>
    public string? DeviceId { get; init; }

    /// <summary>When, if it differs from the element's.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The value measured, in <see cref="Uom"/>.</summary>
    public ExactDecimal? Value { get; init; }

    /// <summary>The lowest value of the period, in <see cref="Uom"/>.</summary>
    public ExactDecimal? MinValue { get; init; }

    /// <summary>The highest value of the period, in <see cref="Uom"/>.</summary>
    public ExactDecimal? MaxValue { get; init; }

    /// <summary>The mean of the period, in <see cref="Uom"/>.</summary>
    public ExactDecimal? MeanValue { get; init; }

    /// <summary>UN/ECE Recommendation 20 code.</summary>
    public string? Uom { get; init; }

    /// <summary>A value that is a word.</summary>
    public string? StringValue { get; init; }

    /// <summary>A value that is true or false.</summary>
    public bool? BooleanValue { get; init; }

    /// <summary>A value that is a URI.</summary>
    public string? UriValue { get; init; }

    /// <summary>The component of a vector or position.</summary>
    public string? Component { get; init; }
}
