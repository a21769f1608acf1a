namespace Ledger.Api.Queries;

/// <summary>What the REST binding of EPCIS 2.0 calls problems: the <c>type</c> of problem details below <c>/epcis</c>.</summary>
public static class EpcisExceptions
{
    /// <summary>The type of a problem.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="status">Its HTTP status.</param>
    public static string TypeOf(string code, int status) => "epcisException:" + (code switch
    {
        "query-parameter" or "invalid-cursor" => "QueryParameterException",
        "query-too-large" => "QueryTooLargeException",
        "query-too-complex" => "QueryTooComplexException",
        "no-such-query" => "NoSuchNameException",
        "not-anchored" => "NoSuchResourceException",
        "subscription-invalid" => "SubscriptionControlsException",
        _ => status switch
        {
            StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "SecurityException",
            StatusCodes.Status404NotFound => "NoSuchResourceException",
            StatusCodes.Status406NotAcceptable => "NotAcceptableException",
            StatusCodes.Status409Conflict => "ResourceAlreadyExistsException",
            StatusCodes.Status413PayloadTooLarge => "CaptureLimitExceededException",
            StatusCodes.Status414UriTooLong => "URITooLongException",
            StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaTypeException",
            >= 500 => "ImplementationException",
            _ => "ValidationException",
        },
    });
}
