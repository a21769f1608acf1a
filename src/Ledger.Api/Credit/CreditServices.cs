using Ledger.Api.Deliveries;
using Ledger.Api.Risk;

namespace Ledger.Api.Credit;

/// <summary>Registers credit and risk.</summary>
public static class CreditServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddCreditAndRisk(this IServiceCollection services)
    {
        services.AddSingleton<FollowStore>();
        services.AddSingleton<CreditAccess>();
        services.AddSingleton<CreditAnswers>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertReader>();
        services.AddSingleton<AlertBodies>();
        services.AddSingleton<AlertSignal>();
        services.AddSingleton(provider => new DeliveryKind(AlertStore.Kind, provider.GetRequiredService<AlertBodies>().MakeAsync));
        services.AddHostedService<LedgerFollower>();
        return services;
    }
}
