using System.Numerics;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Tests.Contracts;

/// <summary>Events with structs, encoded by the generic codec from the checked-in ABI.</summary>
public sealed class MoneyEventTests
{
    private static readonly Hash32 Id = Keccak256.Hash("an id"u8);
    private static readonly Hash32 Word = Keccak256.Hash("a document"u8);

    [Fact]
    public void Agreed_terms_are_read_with_their_lists()
    {
        object[] terms =
        [
            2UL, 3UL, 1_000_000UL, 500UL, 0UL, 1_900_000_000UL, 4UL, 5UL, 2UL, 3600UL, Word,
            new object[] { 3UL, 6UL }, new object[] { 6UL, 2UL }, new object[] { 2000UL, 8000UL }, 1UL, 7UL, 1_800_000_000UL,
        ];
        var agreed = Assert.IsType<OrderAgreed>(Decode(LedgerContract.Orders, "OrderAgreed", [Id, Party(2), Party(3)], [terms]));
        Assert.Equal((new OrderId(Id), new PartyId(2), new PartyId(3)), (agreed.Order, agreed.Buyer, agreed.Seller));
        Assert.Equal((1_000_000UL, Word, 7U, 1_800_000_000UL), (agreed.Terms.Price, agreed.Terms.Document, agreed.Terms.SellerEpoch, agreed.Terms.Deadline));
        Assert.Equal([new PartyId(3), new PartyId(6)], agreed.Terms.Givers);
        Assert.Equal([new PartyId(6), new PartyId(2)], agreed.Terms.Receivers);
        Assert.Equal([2000UL, 8000UL], agreed.Terms.Shares);
    }

    [Fact]
    public void A_loan_and_the_parts_of_a_repayment_stand_inline()
    {
        object[] loan =
        [
            900UL, 2UL, 3UL, 4UL, 10UL, 450UL, 200UL, 360UL, 1_900_000_000UL, 86_400UL, 1UL, Id, Word, 6UL, 1000UL, true, 3UL, 0UL, 0UL, 0UL, 1UL, 2UL, 1_800_000_000UL,
        ];
        var opened = Assert.IsType<Opened>(Decode(LedgerContract.Facility, "Opened", [Id, Party(2), Party(3)], [loan]));
        Assert.Equal((900UL, CollateralKind.Note, new NoteId(Word), 6U, true, 2U), (opened.Loan.Principal, opened.Loan.Kind, opened.Loan.Note, opened.Loan.Seq, opened.Loan.Recourse, opened.Loan.LenderEpoch));
        var repaid = Assert.IsType<Repaid>(Decode(LedgerContract.Facility, "Repaid", [Id], [100UL, new object[] { 1UL, 2UL, 3UL, 90UL, 4UL }, true]));
        Assert.Equal((new PositionId(Id), 100UL, new LoanParts(1, 2, 3, 90, 4), true), (repaid.Position, repaid.Amount, repaid.Paid, repaid.Recovered));
    }

    [Fact]
    public void A_transfer_of_cash_is_read_as_any_ERC20_token_writes_it()
    {
        Assert.Equal("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", LedgerEvent.TopicOf<Transfer>().ToString());
        var moved = Assert.IsType<Transfer>(Decode(LedgerContract.Cash, "Transfer", [Party(2), Party(3)], [new BigInteger(ulong.MaxValue)]));
        Assert.Equal((2UL, 3UL, ulong.MaxValue), ((ulong)moved.From.Span[19], (ulong)moved.To.Span[19], moved.Value));
    }

    [Theory]
    [InlineData(-32)]
    [InlineData(32)]
    public void Data_of_another_length_are_refused(int change)
    {
        var data = EncodeTerms();
        Array.Resize(ref data, data.Length + change);
        Assert.Throws<FormatException>(() => LedgerEvents.TryDecode([LedgerEvent.TopicOf<OrderAgreed>(), Id, Party(2), Party(3)], data, out _));
    }

    [Fact]
    public void No_changed_word_of_a_struct_makes_the_decoder_fail_otherwise_than_with_a_format_error()
    {
        var data = EncodeTerms();
        for (var at = 0; at < data.Length; at++)
        {
            var changed = data.ToArray();
            changed[at] ^= 0x80;
            try
            {
                Assert.True(LedgerEvents.TryDecode([LedgerEvent.TopicOf<OrderAgreed>(), Id, Party(2), Party(3)], changed, out _));
            }
            catch (FormatException)
            {
                // What the encoding does not allow.
            }
        }
    }

    private static byte[] EncodeTerms() => Data(LedgerContract.Orders, "OrderAgreed",
    [
        new object[]
        {
            2UL, 3UL, 1UL, 1UL, 0UL, 1UL, 0UL, 0UL, 0UL, 0UL, Word, new object[] { 3UL }, new object[] { 2UL }, new object[] { 10_000UL }, 1UL, 1UL, 1UL,
        },
    ]);

    private static LedgerEvent Decode(LedgerContract contract, string name, Hash32[] topics, object[] values)
    {
        var abi = ContractArtifact.Of(contract).Abi.Events.Single(candidate => candidate.Name == name);
        Assert.True(LedgerEvents.TryDecode([abi.Topic, .. topics], Data(contract, name, values), out var decoded));
        return decoded;
    }

    private static byte[] Data(LedgerContract contract, string name, object[] values)
    {
        var abi = ContractArtifact.Of(contract).Abi.Events.Single(candidate => candidate.Name == name);
        return AbiCodec.Encode([.. abi.Parameters.Where(parameter => !parameter.Indexed).Select(parameter => parameter.Type)], values);
    }

    private static Hash32 Party(ulong id)
    {
        var word = new byte[32];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(24), id);
        return new Hash32(word);
    }
}
