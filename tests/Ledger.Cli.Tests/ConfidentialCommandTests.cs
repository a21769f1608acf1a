using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

/// <summary>What a party does that holds its encryption key itself.</summary>
public sealed class ConfidentialCommandTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly PrivateKey party = PrivateKey.Generate();
    private readonly FakeApi api;

    public ConfidentialCommandTests()
    {
        api = new FakeApi(party);
        KeyFile.Save(folder["party.json"], party, "correct horse", KeyDerivation.Light);
    }

    private string[] Signed => ["--party", "1", "--key", folder["party.json"], "--password-file", folder["password"], "--api", api.Url];

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        party.Dispose();
    }

    [Fact]
    public async Task An_encryption_key_follows_from_the_partys_key_and_is_registered_with_its_signature()
    {
        Assert.Contains("None yet", (await Cli.RunAsync("encryption-key", "show", "--party", "1", "--api", api.Url)).Output, StringComparison.Ordinal);
        var registered = await Cli.RunAsync(["encryption-key", "register", .. Signed]);
        Assert.Equal((0, ""), (registered.Code, registered.Error));
        using var own = EncryptionKeyMessages.Derive(api.Manifest.DomainOf(LedgerContract.Registry), new PartyId(1), 1, party);
        Assert.Contains($"party 1 generation 1, held by the party: {own.Public}", registered.Output, StringComparison.Ordinal);
        Assert.True(api.EncryptionKeys.Single().IsSignedBy(party.Address, api.Manifest.DomainOf(LedgerContract.Registry)));
        Assert.Equal(registered.Output, (await Cli.RunAsync("encryption-key", "show", "--party", "1", "--api", api.Url)).Output);
    }

    [Fact]
    public async Task An_event_is_shared_with_a_party_that_is_named()
    {
        var shared = await Cli.RunAsync(["share", "urn:uuid:00000000-0000-4000-8000-000000000001", "--to", "4", .. Signed]);
        Assert.Equal((0, ""), (shared.Code, shared.Error));
        Assert.Contains("Party 4 may read it now.", shared.Output, StringComparison.Ordinal);
        Assert.Equal(("POST", "/epcis/v2/events/urn:uuid:00000000-0000-4000-8000-000000000001/shares", "Bearer token"), (api.Last.Method, api.Last.Signature, api.Last.Authorization));
        Assert.Contains("\"party\":4", api.Last.Body, StringComparison.Ordinal);
        Assert.NotEqual(0, (await Cli.RunAsync(["share", "urn:uuid:1", .. Signed])).Code);
    }

    [Fact]
    public async Task What_is_sealed_for_the_party_and_what_it_has_to_share_is_listed_and_shared()
    {
        var listed = await Cli.RunAsync(["epcis", "sealed", .. Signed]);
        Assert.Contains($"{Keccak256.Hash("sealed"u8)}  by party 1", listed.Output, StringComparison.Ordinal);
        Assert.Contains("where; your key opens it", listed.Output, StringComparison.Ordinal);
        Assert.Contains("waits for party 2", (await Cli.RunAsync(["epcis", "sealed", "--due", .. Signed])).Output, StringComparison.Ordinal);
        var shared = await Cli.RunAsync(["epcis", "sealed", "--due", "--share", .. Signed]);
        Assert.Equal((0, ""), (shared.Code, shared.Error));
        Assert.Contains("shared with party 2", shared.Output, StringComparison.Ordinal);
        Assert.Equal($"/epcis/v2/events/{Keccak256.Hash("due"u8)}/shares", api.Last.Signature);
    }
}
