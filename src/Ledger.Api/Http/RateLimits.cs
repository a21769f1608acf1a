using System.Globalization;
using System.Threading.RateLimiting;

namespace Ledger.Api.Http;

/// <summary>A token bucket per caller: the address signed in, otherwise the IP. Generous, so that only a runaway client meets it.</summary>
public static class RateLimits
{
    /// <summary>Registers the limiter; a caller may burst to <paramref name="burst"/> and is refilled by half of it a second.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, int burst) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            Caller(context),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = Math.Max(1, burst / 2),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        options.OnRejected = async (rejection, _) =>
        {
            var wait = rejection.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
            rejection.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Problem.Of("rate-limited", "This caller sent too many requests.", $"Wait {seconds} s.").WriteAsync(rejection.HttpContext);
        };
    });

    private static string Caller(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } address } ? address : context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
