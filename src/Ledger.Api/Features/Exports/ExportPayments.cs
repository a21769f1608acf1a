using Ledger.Api.Authentication;
using Ledger.Api.Features.Imports;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Exports;

/// <summary><c>GET /exports/pain.001?order=</c>: a payment order as ISO 20022 has it, the same bytes whenever it is read.</summary>
public static class ExportPayments
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/pain.001", HandleAsync)
        .WithName("ExportPayments").WithTags("Exports").WithSummary("A payment order as pain.001.001.09").Needs(ApiScope.Query)
        .Produces<string>(200, "application/xml").Answers($"<Document xmlns=\"{Pain001Writer.Namespace}\">…</Document>")
        .Refuses("sign-in-required", "not-a-party", "insufficient-scope", "malformed-request", "not-found", "payment-invalid");

    private static async Task<IResult> HandleAsync(string order, Caller caller, CurrentDeployment deployment, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var payment = await OrderPayments.ReadAsync(connection, order, caller.Party, deployment.Manifest.Currency.Code.ToString());
        using var document = new MemoryStream();
        Pain001Writer.Write(document, payment);
        return TypedResults.File(document.ToArray(), "application/xml", $"{order}.xml");
    }
}
