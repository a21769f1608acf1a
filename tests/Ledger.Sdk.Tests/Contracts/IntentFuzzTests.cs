using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Contracts;

namespace Ledger.Sdk.Tests.Contracts;

/// <summary>Intents with enclosures, damaged at random: what is read is what was written, or it is refused by a code.</summary>
public sealed class IntentFuzzTests
{
    private static readonly JsonNode?[] Values = [null, JsonValue.Create(-1), JsonValue.Create(1.5), JsonValue.Create("0x"), JsonValue.Create(true), JsonValue.Create(ulong.MaxValue), JsonValue.Create("x"), new JsonArray(), new JsonObject()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_intent_is_read_back_as_it_says_or_refused_by_a_code(int seed)
    {
        var random = new Random(seed);
        foreach (var intent in Samples.All)
        {
            var json = new SignedIntent(intent, [.. intent.Signers(Samples.Domain).Select((_, i) => Enumerable.Repeat((byte)(i + 1), 65).ToArray())]).ToJson();
            for (var round = 0; round < 60; round++)
            {
                var document = JsonNode.Parse(json)!;
                Damage(document, random);
                var text = document.ToJsonString();
                try
                {
                    var read = SignedIntent.Parse(text);
                    Assert.Equal(read.ToJson(), SignedIntent.Parse(read.ToJson()).ToJson());
                    _ = read.Calldata();
                }
                catch (LedgerException exception)
                {
                    Assert.Matches("^[a-z0-9-]+$", exception.Code);
                }
            }
        }
    }

    [Theory]
    [InlineData("terms", "missing-field")]
    [InlineData("delivery", "missing-field")]
    public void A_missing_enclosure_is_named(string name, string code)
    {
        var document = JsonNode.Parse(Json("OrderHandOff"))!;
        document["enclosures"]!.AsObject().Remove(name);
        var exception = Assert.Throws<LedgerException>(() => SignedIntent.Parse(document.ToJsonString()));
        Assert.True(exception.Code == code || name == "terms" && exception.Code == "unknown-field", exception.Code);
    }

    [Fact]
    public void An_enclosure_that_is_not_what_was_signed_is_refused()
    {
        var document = JsonNode.Parse(Json("Funding"))!;
        document["enclosures"]!["terms"]!["price"] = 5;
        Assert.Equal("enclosure-mismatch", Assert.Throws<LedgerException>(() => SignedIntent.Parse(document.ToJsonString())).Code);
        document = JsonNode.Parse(Json("Loan"))!;
        document["enclosures"]!["pledge"]!["message"]!["amount"] = 5;
        Assert.Equal("enclosure-mismatch", Assert.Throws<LedgerException>(() => SignedIntent.Parse(document.ToJsonString())).Code);
        document = JsonNode.Parse(Json("Split"))!;
        document["enclosures"] = new JsonObject { ["terms"] = new JsonObject() };
        Assert.Equal("unknown-field", Assert.Throws<LedgerException>(() => SignedIntent.Parse(document.ToJsonString())).Code);
    }

    private static string Json(string record)
    {
        var intent = Samples.All.First(intent => intent.GetType().Name == record);
        return new SignedIntent(intent, [.. intent.Signers(Samples.Domain).Select(_ => new byte[65])]).ToJson();
    }

    private static void Damage(JsonNode document, Random random)
    {
        var nodes = new List<(JsonObject Parent, string Name)>();
        void Walk(JsonNode? node)
        {
            if (node is JsonObject parent)
                foreach (var (name, child) in parent.ToList())
                {
                    nodes.Add((parent, name));
                    Walk(child);
                }
        }
        Walk(document);
        var (at, field) = nodes[random.Next(nodes.Count)];
        switch (random.Next(3))
        {
            case 0:
                at.Remove(field);
                break;
            case 1:
                at[field] = Values[random.Next(Values.Length)]?.DeepClone();
                break;
            default:
                at[field + "x"] = 1;
                break;
        }
    }
}
