using System.Data.Common;
using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Microsoft.AspNetCore.Diagnostics;

namespace Ledger.Api.Http;

/// <summary>Turns every exception and every empty error status into a <see cref="Problem"/>.</summary>
public sealed class ProblemHandler(ILogger<ProblemHandler> logger) : IExceptionHandler
{
    private const int MostPlaces = 50;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = From(exception);
        if (problem.Status >= 500)
            logger.LogError(exception, "Failed request method={Method} path={Path} code={Code}", httpContext.Request.Method, httpContext.Request.Path, problem.Code);
        await problem.WriteAsync(httpContext);
        return true;
    }

    /// <summary>Answers a status that the framework set without a body, such as 404 for an unknown path.</summary>
    public static Task ForStatus(HttpContext context)
    {
        var code = context.Response.StatusCode switch
        {
            400 => "malformed-request",
            401 => "sign-in-required",
            403 => "role-required",
            404 => "not-found",
            405 => "method-not-allowed",
            406 => "not-acceptable",
            413 => "body-too-large",
            414 => "uri-too-long",
            415 => "unsupported-media-type",
            429 => "rate-limited",
            _ => ProblemCatalog.Internal,
        };
        return Problem.Of(code, ProblemCatalog.Of(code).Meaning).WriteAsync(context);
    }

    /// <summary>The problem that an exception stands for.</summary>
    public static Problem From(Exception exception) => exception switch
    {
        InvalidEpcisException epcis => Problem.Of(epcis.Code, epcis.Message, epcis.Hint, epcis.Problems.Take(MostPlaces).DistinctBy(place => place.Place).ToDictionary(place => place.Place, place => place.Message)),
        ContractRevertException { Error: { } error } revert when ProblemCatalog.Knows(revert.Code) => Problem.Of(
            revert.Code, revert.Message, revert.Hint, error.Arguments.ToDictionary(argument => argument.Name, argument => argument.Value is byte[] bytes ? Hex.Encode(bytes) : $"{argument.Value}")),
        LedgerException ledger when ProblemCatalog.Knows(ledger.Code) => Problem.Of(ledger.Code, ledger.Message, ledger.Hint),
        RpcException { IsTransient: true } => Problem.Of("node-unavailable", "The chain's node did not answer in time."),
        RpcException rpc => Problem.Of("node-refused", $"The chain's node refused ({rpc.Code})."),
        BadHttpRequestException { StatusCode: 413 } => Problem.Of("body-too-large", "The body exceeds the server's limit."),
        BadHttpRequestException { InnerException: JsonException json } => BodyReader.Explain(json),
        BadHttpRequestException bad => Problem.Of("malformed-request", bad.Message),
        DbException => Problem.Of("storage-unavailable", "The database did not answer as it should."),
        HttpRequestException or TimeoutException => Problem.Of("node-unavailable", "The chain's node did not answer in time."),
        OperationCanceledException => Problem.Of("shutting-down", "The request was cut short."),
        _ => Problem.Of(ProblemCatalog.Internal, "An unforeseen failure; it was logged."),
    };
}
