namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>A query that the standard does not allow; code <c>query-parameter</c> (QueryParameterException of EPCIS 2.0, 8.2.3).</summary>
public sealed class EventQueryException : LedgerException
{
    /// <summary>Creates the exception for one parameter.</summary>
    public EventQueryException(string parameter, string message, string? hint = null)
        : base("query-parameter", $"{parameter}: {message}", hint) => Parameter = parameter;

    /// <summary>The parameter at fault, as it was given.</summary>
    public string Parameter { get; }
}
