using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Contracts;

public sealed partial class IntentDigestTests
{
    [Fact]
    public void The_digest_of_every_intent_is_that_of_generic_typed_data()
    {
        foreach (var intent in Samples.All)
            Assert.Equal(AsTypedData(intent).Digest, intent.Digest(Samples.Domain));
    }

    [Fact]
    public void A_digest_changes_with_chain_and_contract()
    {
        var digest = Samples.HandOff.Digest(Samples.Domain);
        Assert.NotEqual(digest, Samples.HandOff.Digest(Samples.Domain with { ChainId = 1 }));
        Assert.NotEqual(digest, Samples.HandOff.Digest(Samples.Domain with { Contract = Address.Zero }));
    }

    private static TypedData AsTypedData(Intent intent)
    {
        var fields = Fields().Matches(intent.TypeString).Select(match => new { type = match.Groups[1].Value, name = match.Groups[2].Value });
        var message = JsonDocument.Parse(new SignedIntent(intent, []).ToJson()).RootElement.GetProperty("message").GetRawText();
        if (intent is Rejection rejection) message = JsonSerializer.Serialize(new { handOff = rejection.Offer.Digest(Samples.Domain).ToString(), reason = rejection.Reason.ToString() });
        message = message.Replace("\"KGM\"", "\"0x4b474d\"", StringComparison.Ordinal).Replace("\"CNY\"", "\"0x434e59\"", StringComparison.Ordinal);
        var name = intent.TypeString[..intent.TypeString.IndexOf('(', StringComparison.Ordinal)];
        return TypedData.Parse($$"""
            {"types":{
              "EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
              "{{name}}":{{JsonSerializer.Serialize(fields)}}},
             "primaryType":"{{name}}",
             "domain":{"name":"Ledger","version":"1","chainId":{{Samples.Domain.ChainId}},"verifyingContract":"{{Hex.Encode(Samples.Domain.Contract.Span)}}"},
             "message":{{message}}}
            """);
    }

    [GeneratedRegex(@"([a-z0-9\[\]]+) ([A-Za-z0-9]+)[,)]")]
    private static partial Regex Fields();
}
