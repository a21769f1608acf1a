using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Cli.Tests;

public sealed class AccessCommandTests : IDisposable
{
    private const string Document = """
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z",
        "epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["urn:epc:id:sgtin:9506000.013435.1"],"action":"OBSERVE"}]}}
        """;

    private static readonly KeyDerivation Light = new KeyDerivation.Pbkdf2(1);
    private readonly PrivateKey party = PrivateKey.Generate();
    private readonly Folder folder = new();
    private readonly FakeApi api;

    public AccessCommandTests()
    {
        api = new FakeApi(party);
        KeyFile.Save(folder["key.json"], party, "correct horse", Light);
        File.WriteAllText(folder["shipment.json"], Document);
    }

    private string[] Signed => ["--api", api.Url, "--key", folder["key.json"], "--password-file", folder["password"]];

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        party.Dispose();
    }

    [Fact]
    public async Task An_API_key_is_issued_shown_once_listed_and_revoked()
    {
        var created = await Cli.RunAsync(["apikey", "create", "ERP", "--scopes", "capture,query", "--expires", "2030-01-31", .. Signed]);
        Assert.Equal((0, ""), (created.Code, created.Error));
        Assert.StartsWith("lk_00112233445566aa_secret", created.Output, StringComparison.Ordinal);
        Assert.Equal("Bearer token", api.Last.Authorization);
        var asked = JsonDocument.Parse(api.Last.Body).RootElement;
        Assert.Equal(["capture", "query"], asked.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(new DateTimeOffset(2030, 1, 31, 0, 0, 0, TimeSpan.Zero), asked.GetProperty("expires").GetDateTimeOffset());
        Assert.Contains("00112233445566aa  active", (await Cli.RunAsync(["apikey", "list", .. Signed])).Output, StringComparison.Ordinal);
        Assert.Contains("revoked", (await Cli.RunAsync(["apikey", "revoke", "00112233445566aa", .. Signed])).Output, StringComparison.Ordinal);
        Assert.Equal("DELETE", api.Last.Method);
        Assert.Contains("no scope", (await Cli.RunAsync(["apikey", "create", "ERP", "--scopes", "all", .. Signed])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_captured_with_the_partys_signature_over_its_event_hashes()
    {
        var result = await Cli.RunAsync(["epcis", "capture", folder["shipment.json"], .. Signed]);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("Captured 1 of 2 events, job job-1. The others were captured before.", result.Output, StringComparison.Ordinal);
        Assert.Contains("The party signed for them", result.Output, StringComparison.Ordinal);
        Assert.Equal(Document, api.Last.Body);
        var digest = EventCapture.Of(new PartyId(1), EventHash.Compute(System.Text.Encoding.UTF8.GetBytes(Document))).Digest(api.Manifest.DomainOf(LedgerContract.Anchors), CaptureSigner.Party);
        Assert.Equal(party.Address, Signature.Parse(api.Last.Signature!).Recover(digest));
    }

    [Fact]
    public async Task A_capture_job_that_failed_is_an_error_that_names_the_event()
    {
        api.CaptureErrors = [new CaptureError("event-conflict", "/epcisBody/eventList/1", "The event urn:uuid:7 was captured before with other content.")];
        var all = await Cli.RunAsync(["epcis", "capture", folder["shipment.json"], .. Signed]);
        Assert.NotEqual(0, all.Code);
        Assert.Contains("Nothing was captured: /epcisBody/eventList/1: The event urn:uuid:7 was captured before with other content.", all.Error, StringComparison.Ordinal);
        var some = await Cli.RunAsync(["epcis", "capture", folder["shipment.json"], "--proceed", .. Signed]);
        Assert.NotEqual(0, some.Code);
        Assert.Contains("Captured 1 of 2 events, job job-2.", some.Output, StringComparison.Ordinal);
        Assert.Contains("urn:uuid:7", some.Output + some.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_API_key_of_the_environment_is_used_and_asked_for()
    {
        Assert.Contains("LEDGER_API_KEY", (await Cli.RunAsync("epcis", "capture", folder["shipment.json"], "--api", api.Url)).Error, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable("LEDGER_API_KEY", "lk_x");
        try
        {
            var result = await Cli.RunAsync("epcis", "capture", folder["shipment.json"], "--api", api.Url);
            Assert.Contains("The server signed for the party", result.Output, StringComparison.Ordinal);
            Assert.Equal(("Bearer lk_x", null), (api.Last.Authorization, api.Last.Signature));
        }
        finally
        {
            Environment.SetEnvironmentVariable("LEDGER_API_KEY", null);
        }
    }
}
