using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Documents;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

public sealed class CaptureSignatureTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 4).Select(i => $"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000e{i}")];

    [Fact]
    public async Task Who_captured_is_in_the_job_and_in_the_proof_of_each_event()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        using var client = new LedgerClient(ledger.Api.Client);
        await client.SignInAsync(LiveLedger.FarmKey);
        var job = await client.CaptureAsync(Document(0, 1, 2), LiveLedger.FarmKey);
        Assert.Equal((CaptureSigner.Party, LiveLedger.FarmKey.Address), (job.CaptureSignature!.SignedBy, job.CaptureSignature.Signer));
        using var session = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        var shown = (await session.GetFromJsonAsync<JsonObject>($"/epcis/v2/capture/{job.CaptureID}"))!["captureSignature"]!;
        Assert.Equal(("party", LiveLedger.FarmKey.Address), ((string)shown["signedBy"]!, Address.Parse((string)shown["signer"]!)));

        // Of the second document one event is new: its signature is over both all the same.
        using var carrier = new LedgerClient(new HttpClient { BaseAddress = ledger.Api.Client.BaseAddress });
        await carrier.SignInAsync(LiveLedger.CarrierKey);
        var unsigned = await carrier.CaptureAsync(Document(1, 3));
        Assert.Equal((CaptureSigner.Api, ledger.Relayer.Address), (unsigned.CaptureSignature!.SignedBy, unsigned.CaptureSignature.Signer));
        for (var i = 0; i < 4; i++)
        {
            var proof = await ProofAsync(ledger, Ids[i]);
            var report = await ProofNodeCheck.VerifyAsync(ProofVerifier.Verify(proof, manifest: ledger.Manifest), proof, ledger.Node, ledger.Manifest);
            Assert.True(report.Holds, string.Join("; ", report.Failures));
            Assert.Contains(report.Checks, check => check.Name == "event hash");
            Assert.Contains(i < 3 ? "party 2 captured it and signed for that" : "party 3 captured it, for which the server signed, not the party", report.Statement, StringComparison.Ordinal);
            Assert.Equal(i < 3 ? (ulong)3 : 2, proof.Capture!.Message.Count);
            Assert.DoesNotContain(report.Trust, item => item.Contains("was the key of party", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_signature_that_is_not_the_partys_for_this_document_captures_nothing()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        using var session = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        var domain = ledger.Manifest.DomainOf(LedgerContract.Anchors);
        var message = EventCapture.Of(LiveLedger.Farm, EventHash.Compute(Document(0, 1)));
        var digest = message.Digest(domain, CaptureSigner.Party);
        foreach (var signature in new[]
        {
            LiveLedger.CarrierKey.Sign(digest), // another's key
            LiveLedger.FarmKey.Sign(EventCapture.Of(LiveLedger.Carrier, EventHash.Compute(Document(0, 1))).Digest(domain, CaptureSigner.Party)), // for another
            LiveLedger.FarmKey.Sign(EventCapture.Of(LiveLedger.Farm, EventHash.Compute(Document(0))).Digest(domain, CaptureSigner.Party)), // for a part
            LiveLedger.FarmKey.Sign(message.Digest(domain, CaptureSigner.Api)), // the type of the API
            LiveLedger.FarmKey.Sign(message.Digest(domain with { ChainId = 1 }, CaptureSigner.Party)), // on another chain
        })
            Assert.Equal((403, "capture-signature-mismatch"), await ApiHost.ProblemAsync(await PostAsync(session, Document(0, 1), signature.ToString())));
        Assert.Equal((400, "malformed-signature"), await ApiHost.ProblemAsync(await PostAsync(session, Document(0, 1), "0x1234")));
        Assert.Equal(HttpStatusCode.NotFound, (await ledger.Api.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(Ids[0])}")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(session, Document(0, 1), LiveLedger.FarmKey.Sign(digest).ToString())).StatusCode);
    }

    [Fact]
    public async Task A_long_document_is_signed_for_too_and_one_that_is_signed_wrongly_leaves_nothing()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        using var client = new LedgerClient(ledger.Api.Client);
        await client.SignInAsync(LiveLedger.FarmKey);
        var document = Encoding.UTF8.GetBytes(Samples.Document([.. Enumerable.Range(0, 12_000).Select(i => Samples.Event($"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{i:x12}", $"urn:epc:id:sgtin:9506000.013435.{i}"))]));
        using var session = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        Assert.Equal((403, "capture-signature-mismatch"), await ApiHost.ProblemAsync(await PostAsync(session, document, LiveLedger.FarmKey.Sign(Keccak256.Hash("else"u8)).ToString())));
        var job = await client.CaptureAsync(document, LiveLedger.FarmKey);
        Assert.Equal((12_000, CaptureSigner.Party), (job.CapturedCount, job.CaptureSignature!.SignedBy));
        Assert.True(ProofVerifier.Verify(await ProofAsync(ledger, $"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{11_999:x12}")).Holds);
    }

    private static byte[] Document(params int[] events) =>
        Encoding.UTF8.GetBytes(Samples.Document([.. events.Select(i => Samples.Event(Ids[i], $"urn:epc:id:sgtin:9506000.013435.S{i}"))]));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, byte[] document, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = ApiHost.JsonBody(Encoding.UTF8.GetString(document)) };
        request.Headers.Add("Ledger-Capture-Signature", signature);
        return await client.SendAsync(request);
    }

    private static async Task<EventProof> ProofAsync(LiveLedger ledger, string id)
    {
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            var response = await ledger.Api.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(id)}/proof");
            if (response.IsSuccessStatusCode) return (EventProof)ProofBundle.Parse(await response.Content.ReadAsStringAsync());
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(60), await response.Content.ReadAsStringAsync());
        }
    }
}
