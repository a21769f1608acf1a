using System.Security.Claims;
using System.Text.Encodings.Web;
using Ledger.Api.Http;
using Ledger.Sdk;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace Ledger.Api.Authentication;

/// <summary>Signs machines in by their API key, as bearer token (RFC 6750) or as the password of HTTP Basic (RFC 7617).</summary>
public sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string KeyScheme = "ApiKey";
    private const string AnyScheme = "Ledger";

    /// <summary>Takes API keys beside the tokens of sessions.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ApiKeyStore>();
        services.AddAuthentication(AnyScheme).AddBearerToken().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(KeyScheme, null)
            .AddPolicyScheme(AnyScheme, null, policy => policy.ForwardDefaultSelector = context =>
                ApiKeyText.IsFor(context.Request.Headers.Authorization.ToString()) ? KeyScheme : BearerTokenDefaults.AuthenticationScheme);
    }

    /// <summary>Why the key of a request does not count; null where it does, or none was sent.</summary>
    public static LedgerException? Refusal(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<LedgerException>();
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            var key = ApiKeyText.OfHeader(Request.Headers.Authorization.ToString())
                ?? throw new LedgerException("api-key-refused", "The Authorization header holds no API key.", "Send it as Bearer, or as the password of HTTP Basic with any user name.");
            var caller = await keys.FindAsync(key);
            Context.Features.Set(caller);
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Address.ToString())], KeyScheme);
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), KeyScheme));
        }
        catch (LedgerException refusal)
        {
            Context.Features.Set(refusal);
            return AuthenticateResult.Fail(refusal.Code);
        }
    }
}
