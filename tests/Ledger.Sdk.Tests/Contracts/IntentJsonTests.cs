using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Tests.Contracts;

public sealed class IntentJsonTests
{
    private static readonly string Zero32 = Hash32.Zero.ToString();

    [Fact]
    public void Every_type_of_intent_survives_its_JSON()
    {
        Assert.Equal(IntentTypes.Names.Order(), Samples.All.Select(intent => intent.Type).Distinct().Order());
        foreach (var intent in Samples.All)
        {
            var signed = new SignedIntent(intent, [.. intent.Signers(Samples.Domain).Select((_, i) => Enumerable.Repeat((byte)(i + 1), 65).ToArray())]);
            var read = SignedIntent.Parse(signed.ToJson());
            Assert.Equal(intent.Digest(Samples.Domain), read.Intent.Digest(Samples.Domain));
            Assert.Equal(signed.Calldata(), read.Calldata());
            Assert.Equal(signed.ToJson(), read.ToJson());
        }
    }

    [Fact]
    public void A_uint64_may_be_a_number_or_a_string_and_is_written_as_a_string_where_numbers_lose_digits()
    {
        var split = (Split)Parse("Split", Message().Replace("\"amount\":5", "\"amount\":\"18446744073709551615\"", StringComparison.Ordinal));
        Assert.Equal(ulong.MaxValue, split.Amount);
        Assert.Contains("\"amount\":\"18446744073709551615\"", new SignedIntent(split, [new byte[65]]).ToJson(), StringComparison.Ordinal);
        Assert.Equal(5UL, ((Split)Parse("Split", Message())).Amount);
    }

    [Theory]
    [InlineData("\"amount\":5", "\"amount\":5,\"extra\":1", "unknown-field")]
    [InlineData("\"amount\":5", "\"amount\":5,\"amount\":5", "duplicate-field")]
    [InlineData("\"amount\":5,", "", "missing-field")]
    [InlineData("\"amount\":5", "\"amount\":-5", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":5.0", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":5e1", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":\"0x5\"", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":\" 5\"", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":18446744073709551616", "malformed-number")]
    [InlineData("\"seq\":1", "\"seq\":4294967296", "malformed-number")]
    [InlineData("\"amount\":5", "\"amount\":null", "malformed-number")]
    [InlineData("\"unit\":\"0x", "\"unit\":\"0xg", "malformed-hex")]
    [InlineData("\"unit\":\"0x", "\"unit\":\"", "malformed-hex")]
    [InlineData("\"unit\":\"0x", "\"unit\":\"0x00", "malformed-hex")]
    public void A_malformed_message_is_refused_by_name(string original, string changed, string code)
    {
        var message = Message();
        Assert.Contains(original, message, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Throws<LedgerException>(() => Parse("Split", message.Replace(original, changed, StringComparison.Ordinal))).Code);
    }

    [Theory]
    [InlineData("4b474d", "KGM")]
    [InlineData("340000", "4")]
    [InlineData("000000", "")]
    [InlineData("6b676d", "0x6b676d")]
    [InlineData("00414d", "0x00414d")]
    [InlineData("ffffff", "0xffffff")]
    public void A_unit_of_measure_is_read_from_any_three_bytes_of_the_chain_and_written_back(string bytes, string code)
    {
        var word = Convert.FromHexString(bytes + new string('0', 58));
        var type = WordTypes.Of<UnitOfMeasure>();
        var uom = type.Read(word);
        var written = new byte[32];
        type.Write(uom, written);
        Assert.Equal((code, Convert.ToHexStringLower(word)), (uom.Code, Convert.ToHexStringLower(written)));
        using var json = JsonDocument.Parse($"\"{uom.Code}\"");
        Assert.Equal(uom, type.Parse(json.RootElement, "uom"));
    }

    [Theory]
    [InlineData("[]", "malformed-value")]
    [InlineData("{", "malformed-json")]
    [InlineData("""{"type":"Split","message":{},"signatures":[],"note":1}""", "unknown-field")]
    [InlineData("""{"type":"Split","type":"Split","message":{},"signatures":[]}""", "duplicate-field")]
    [InlineData("""{"type":"Split","message":{}}""", "missing-field")]
    [InlineData("""{"type":"Slip","message":{},"signatures":[]}""", "unknown-type")]
    [InlineData("""{"type":"EpochBump","message":{"party":2,"epoch":1,"deadline":1},"signatures":[]}""", "wrong-signature-count")]
    [InlineData("""{"type":"EpochBump","message":{"party":2,"epoch":1,"deadline":1},"signatures":["0x0"]}""", "malformed-hex")]
    [InlineData("""{"type":"EpochBump","message":{"party":2,"epoch":1,"deadline":1},"signatures":["0x00"]}""", "malformed-signature")]
    public void A_malformed_envelope_is_refused_by_name(string json, string code) =>
        Assert.Equal(code, Assert.Throws<LedgerException>(() => SignedIntent.Parse(json)).Code);

    [Theory]
    [InlineData(501, 501, "oversized-batch")]
    [InlineData(0, 0, "empty-batch")]
    [InlineData(2, 3, "length-mismatch")]
    public void A_batch_has_1_to_500_units_with_a_seq_each(int units, int seqs, string code)
    {
        var many = Samples.HandOffMany with { Units = new UnitId[units], Seqs = new uint[seqs] };
        var json = new SignedIntent(many, [new byte[65], new byte[65]]).ToJson();
        Assert.Equal(code, Assert.Throws<LedgerException>(() => SignedIntent.Parse(json)).Code);
        var rejection = new SignedIntent(new Rejection(many, default), [new byte[65], new byte[65]]).ToJson();
        Assert.Equal(code, Assert.Throws<LedgerException>(() => SignedIntent.Parse(rejection)).Code);
    }

    [Fact]
    public void A_hand_off_is_signed_by_giver_and_receiver_and_a_rejection_by_the_giver_of_its_offer_too()
    {
        var offer = Samples.HandOff.Signers(Samples.Domain);
        var rejection = new Rejection(Samples.HandOff, default).Signers(Samples.Domain);
        Assert.Equal([(2UL, 1U), (3UL, 4U)], offer.Select(signer => (signer.Party!.Value.Value, signer.Epoch!.Value)));
        Assert.Equal(offer[0], rejection[0]);
        Assert.NotEqual(offer[1].Digest, rejection[1].Digest);
    }

    private static string Message() => $$"""{"by":2,"unit":"{{Zero32}}","seq":1,"amount":5,"epoch":1,"deadline":1900000000}""";

    private static Intent Parse(string type, string message)
    {
        using var document = JsonDocument.Parse(message);
        return IntentTypes.Parse(type, document.RootElement);
    }
}
