using Ledger.Api.Exports;
using Ledger.Api.Features.Exports;
using Ledger.Api.Features.Imports;
using Ledger.Api.Http;
using Ledger.Api.Imports;

namespace Ledger.Api.Features;

/// <summary>Files that come in and go out: invoices and bank statements, payments, statements and journals.</summary>
internal static class FileRoutes
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options)
    {
        ImportInvoices.Map(routes, options);
        ShowImport.Map(routes);
        ImportStatements.Map(routes, options);
        AssignMovement.Map(routes);
        RequestPayout.Map(routes);
        OrderPayments.Map(routes);
        MapReads(routes.MapGroup("").WaitsForBlock());
    }

    /// <summary>Registers what they need.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<ImportRuns>();
        services.AddSingleton<InvoiceImport>();
        services.AddSingleton<CreditNoteImport>();
        services.AddSingleton<TenorCap>();
        services.AddHostedService<ImportCleanup>();
        services.AddSingleton<StatementImport>();
        services.AddSingleton<FileDrafts>();
        services.AddSingleton<FileLists>();
        services.AddSingleton<Export>();
        return services;
    }

    private static void MapReads(RouteGroupBuilder routes)
    {
        ListInvoices.Map(routes);
        ListCreditNotes.Map(routes);
        ListMovements.Map(routes);
        ListPayouts.Map(routes);
        ExportPayments.Map(routes);
        ExportStatement.Map(routes);
        ExportAging.Map(routes);
        ExportExposure.Map(routes);
        ExportJournal.Map(routes);
    }
}
