using Ledger.Api.Credit;
using Ledger.Api.Features.Confidentiality;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Credit;

/// <summary><c>POST</c> and <c>GET /parties/{id}/credit/attestation</c>: the report, signed by this server and anchored, because the party asks for it. No contract reads it.</summary>
public static class AttestCredit
{
    private const string Path = "/parties/{id}/credit/attestation";

    private static readonly CreditAttestation Example = CreditAttestation.Sign(
        ShowCredit.Example, new IntentDomain(31337, Address.Parse("0x00000000000000000000000000000000000000a3")), PrivateKey.FromBytes(Keccak256.Hash("an example"u8).Span));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, AttestAsync).WithName("AttestCredit").WithTags("Credit").WithSummary("Signs and anchors the caller's own credit as it stands")
            .Answers(Example).Refuses("sign-in-required", "not-a-party", "party-not-active", "invalid-identifier", "other-party", "not-found", "not-indexed-yet", "relay-off");
        routes.MapGet(Path, ShowAsync).WithName("ShowCreditAttestation").WithTags("Credit").WithSummary("The newest attestation of a party's credit, where it lets the reader see it")
            .Answers(Example).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "credit-private", "not-found");
    }

    private static async Task<Ok<CreditAttestation>> AttestAsync(string id, Caller caller, CreditAnswers answers, CancellationToken cancellationToken) =>
        TypedResults.Ok(await answers.AttestAsync(ShowDisclosure.Own(caller.Require(), id), cancellationToken));

    private static async Task<Ok<CreditAttestation>> ShowAsync(string id, HttpContext context, CreditAccess access, CreditAnswers answers, CancellationToken cancellationToken)
    {
        var party = ShowParty.ParseId(id);
        if (!(await access.ReadAsync(party, cancellationToken)).Published) await access.RequireAsync((await Caller.BindAsync(context))!, party, cancellationToken);
        return TypedResults.Ok(await answers.AttestedAsync(party, cancellationToken)
            ?? throw new LedgerException("not-found", $"Nothing was attested of party {party}.", "The party asks for it with POST /parties/{id}/credit/attestation."));
    }
}
