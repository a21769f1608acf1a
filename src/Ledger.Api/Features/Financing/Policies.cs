using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Financing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>/financing/policies</c>: a lender's policies, in versions; what they would have offered, and what they offer now.</summary>
public static class Policies
{
    private const int MaxBody = 64 * 1024;
    private const uint MostDays = 3650;

    private static readonly string[] Reads = ["sign-in-required", "session-required", "not-a-party", "not-found", "not-indexed-yet"];
    private static readonly string[] Writes = [.. Reads, "party-not-active", "policy-invalid", "wrong-currency", "malformed-value", "unsupported-media-type", "body-too-large"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var version = new PolicyVersion(1, FinancingExamples.Policy, 1_772_366_400);
        var result = new PolicyResult(12, [], 9_850_000, FinancingExamples.Offer.Cost, FinancingExamples.Draft);
        routes.MapPut("/financing/policies/{name}", PutAsync)
            .WithName("SetPolicy").WithTags("Financing").WithSummary("Sets a lender's policy: a new version, unless it is the newest already")
            .Accepts<LenderPolicy>("application/json").Limit(MaxBody).Answers(FinancingExamples.Policy, version).Refuses(Writes);
        routes.MapGet("/financing/policies", ListAsync)
            .WithName("ListPolicies").WithTags("Financing").WithSummary("The caller's policies in their newest versions; ?name= for all versions of one")
            .Answers(new[] { version }).Refuses(Reads);
        routes.MapPost("/financing/policies/dry-run", DryRunAsync)
            .WithName("TryPolicy").WithTags("Financing").WithSummary("What a policy would have offered on all that the caller was asked in the last ?days=")
            .WithDescription("Each request is put before the policy as of the time it was made, with limits filling up from nothing and credit points as of now. Nothing is kept.")
            .Accepts<LenderPolicy>("application/json").Limit(MaxBody)
            .Answers(FinancingExamples.Policy, new PolicyDryRun(30, 2, 1, 9_850_000, new Dictionary<string, int> { ["tenor"] = 1 }, [result with { Draft = null }, new PolicyResult(13, [PolicyRefusals.Tenor], null, null, null)]))
            .Refuses(Writes);
        routes.MapGet("/financing/policies/{name}/offers", OffersAsync)
            .WithName("DraftOffers").WithTags("Financing").WithSummary("What a policy offers now: drafts for the lender to sign and post")
            .WithDescription("One for each open request that the caller may answer and has not. A policy signs nothing: offers count once the lender's key has signed them.")
            .Answers(new[] { result }).Refuses(Reads);
    }

    private static async Task<Ok<PolicyVersion>> PutAsync(string name, Caller caller, HttpContext context, PolicyStore policies, CurrentDeployment deployment)
    {
        caller.Require();
        var policy = await ReadAsync(context, deployment);
        if (policy.Name != name) throw new LedgerException("policy-invalid", $"The document's name is {policy.Name}, and the path's {name}.", "Give them the same name.");
        return TypedResults.Ok((await policies.PutAsync(caller.Party, policy)).Version);
    }

    private static async Task<Ok<IReadOnlyList<PolicyVersion>>> ListAsync(string? name, Caller caller, Database database, PolicyStore policies, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Ok(await policies.ListAsync(connection, caller.Party, name));
    }

    private static async Task<Ok<PolicyDryRun>> DryRunAsync(uint? days, Caller caller, HttpContext context, Database database, PolicyDesk desk, CurrentDeployment deployment)
    {
        if (days > MostDays) throw new LedgerException("malformed-value", $"days is at most {MostDays}.");
        var policy = await ReadAsync(context, deployment);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        return TypedResults.Ok(await desk.DryRunAsync(connection, caller.Party, policy, days ?? 30));
    }

    private static async Task<Ok<IReadOnlyList<PolicyResult>>> OffersAsync(
        string name, Caller caller, Database database, PolicyStore policies, PolicyDesk desk, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var policy = await policies.FindAsync(connection, caller.Party, name) ?? throw FinancingExamples.NotFound($"policy {name}");
        return TypedResults.Ok(await desk.DraftAsync(connection, caller.Party, policy.Policy, (long)(await Head.RequireAsync(connection)).Block));
    }

    private static async Task<LenderPolicy> ReadAsync(HttpContext context, CurrentDeployment deployment)
    {
        var policy = LenderPolicy.Parse((await BodyReader.ReadBytesAsync(context)).Span);
        var currency = deployment.Manifest.Currency.Code.ToString();
        return policy.Currency == currency ? policy : throw new LedgerException("wrong-currency", $"This ledger's money is {currency}, not {policy.Currency}.");
    }
}
