using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Features.Financing;

/// <summary>What the OpenAPI document shows of financing.</summary>
internal static class FinancingExamples
{
    private static readonly Hash32 Id = Keccak256.Hash("receivable"u8);

    public static ReceivableId Receivable { get; } = new(Id);

    public static NoteId Note { get; } = new(Id);

    public static LenderPolicy Policy { get; } = new()
    {
        Format = 1,
        Name = "coffee",
        Kind = OfferKind.Sale,
        Currency = "EUR",
        Rate = 450,
        Bands = [new ScoreBand(700, -50), new ScoreBand(400, 100)],
        MinDebtorPoints = 400,
        MaxTenorDays = 180,
        FeeRate = 10,
        TotalLimit = 500_000_000,
        Concentration = 2_500,
    };

    public static JsonElement Draft { get; } = JsonSerializer.SerializeToElement(new
    {
        type = "Sale",
        message = new { price = 9_850_000, buyer = 7, seller = 3, receivable = Id.ToString(), note = Id.ToString(), seq = 1, amount = 10_000_000, sellerEpoch = 1, buyerEpoch = 1, deadline = 1_772_452_800 },
        chainId = 31337,
        contract = "0x00000000000000000000000000000000000000a5",
        keys = new[] { "0x00000000000000000000000000000000000000aa", "0x00000000000000000000000000000000000000bb" },
        signatures = new[] { null, "0x" + new string('1', 130) },
    });

    public static FinancingOffer Offer { get; } = new(
        Keccak256.Hash("offer"u8), 12, OfferKind.Sale, new PartyId(7), 9_850_000, 1_772_452_800, OfferState.Open, false,
        CostParts.Of(OfferCost.OfSale(9_850_000, 10_000_000, 1_772_366_400, 1_780_142_400)), 1, [], null, Draft);

    public static FinancingAsk Ask { get; } = new(
        12, new PartyId(3), new PartyId(2), Receivable, Note, 1, 10_000_000, 10_000_000, 1_780_142_400, 1_772_539_200, null, AskState.Open, 1_772_366_400);

    public static LedgerException NotFound(string what) => new("not-found", $"There is no {what} here that concerns you.", "Sign in as a party to it.");
}
