using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Contracts;

public sealed class BindingTests
{
    /// <summary>Called by contracts and by tools that know tokens, not by parties of the ledger.</summary>
    private static readonly string[] OfOtherContracts = ["settle", "disburse", "transfer", "issueMatched", "isValidSignature"];

    public static TheoryData<LedgerContract> Contracts => [.. Enum.GetValues<LedgerContract>()];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void The_embedded_ABI_is_the_one_checked_in(LedgerContract contract)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "contracts", "abi", $"{contract}.json")));
        Assert.Equal(file.RootElement.GetProperty("bytecode").GetString(), Hex.Encode(ContractArtifact.Of(contract).Bytecode.Span));
        Assert.Equal(
            ContractAbi.Parse(file.RootElement.GetProperty("abi")).Functions.Select(function => function.Signature),
            ContractArtifact.Of(contract).Abi.Functions.Select(function => function.Signature));
    }

    [Fact]
    public void Every_struct_that_is_signed_has_the_fields_of_its_function_in_name_type_and_order()
    {
        foreach (var intent in Samples.All.Where(intent => intent is not (Rejection or TopUp) && intent.Signers(Samples.Domain).Count > 0))
        {
            var function = ContractArtifact.Of(intent.Target).Abi.Function(intent.Function);
            var name = intent is OrderHandOff ordered ? ordered.Offer.Type : intent.Type;
            // The terms of an order, a delivery and a loan go before the message; the terms of a loan's order after it.
            var message = intent is Loan ? function.Inputs[0] : function.Inputs.Last(input => input.Type.Kind == AbiKind.Tuple);
            var fields = message.Type.Components.Select(component => $"{component.Type} {component.Name}");
            Assert.Equal($"{name}({string.Join(',', fields)})", intent.TypeString);
            var signatures = function.Inputs.Count(input => input.Type.Name == "bytes");
            Assert.Equal(intent.Signers(Samples.Domain).Count, intent is Arrival arrival ? arrival.Devices.Count : signatures);
        }
    }

    [Fact]
    public void Calldata_decodes_by_the_ABI_to_the_message_and_the_signatures()
    {
        foreach (var intent in Samples.All)
        {
            byte[][] signatures = [.. intent.Signers(Samples.Domain).Select((_, i) => Enumerable.Repeat((byte)(i + 1), 64 + i).ToArray())];
            var call = new SignedIntent(intent, signatures).Calldata();
            var function = ContractArtifact.Of(intent.Target).Abi.Function(intent.Function);
            var inputs = function.DecodeInputs(call);
            Assert.Equal(call, function.Encode(inputs));
            var list = intent is Arrival ? ((object[])inputs[^1]).Cast<byte[]>() : inputs.OfType<byte[]>();
            Assert.Equal(signatures, list.Where(bytes => bytes.Length >= 64));
            var decoded = SignedIntent.TryDecode(intent.Target, call);
            // What a call encloses is read back for hand-offs alone, whose proofs need it.
            if (signatures.Length == 0 || (intent.HasEnclosures && intent is not OrderHandOff))
            {
                Assert.Null(decoded);
                continue;
            }
            Assert.Equal(intent.Digest(Samples.Domain), decoded?.Intent.Digest(Samples.Domain));
            Assert.Equal(signatures, decoded!.Signatures);
            Assert.Null(SignedIntent.TryDecode(intent.Contract, [.. call, 0]));
        }
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Every_function_event_and_error_of_the_ABI_is_bound(LedgerContract contract)
    {
        var abi = ContractArtifact.Of(contract).Abi;
        var intents = Samples.All.Where(intent => intent.Target == contract).Select(intent => intent.Function).Distinct();
        var views = BindingOf(contract).GetMethods().Select(method => method.Name.Replace("Async", "", StringComparison.Ordinal));
        foreach (var function in abi.Functions.Where(function => !OfOtherContracts.Contains(function.Name)))
            Assert.True(
                intents.Contains(function.Name) || views.Contains(function.Name.Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase),
                $"{contract}.{function.Name} is bound neither as an intent nor as a method");
        Assert.Equal(
            abi.Events.Select(Describe).Order(),
            EventsOf(contract).Select(type => EventSchema.Of(type)).Select(Describe).Order());
        foreach (var error in abi.Errors) Assert.True(RevertMessages.Knows(error.Name), $"{error.Name} has no message");
    }

    private static Type BindingOf(LedgerContract contract) => contract switch
    {
        LedgerContract.Registry => typeof(RegistryContract),
        LedgerContract.Goods => typeof(GoodsContract),
        LedgerContract.Anchors => typeof(AnchorsContract),
        LedgerContract.Cash => typeof(CashContract),
        LedgerContract.Receivables => typeof(ReceivablesContract),
        LedgerContract.Orders => typeof(OrdersContract),
        _ => typeof(FacilityContract),
    };

    private static IEnumerable<Type> EventsOf(LedgerContract contract) => typeof(LedgerEvent).Assembly.GetTypes()
        .Where(type => type.BaseType == contract switch
        {
            LedgerContract.Registry => typeof(RegistryEvent),
            LedgerContract.Goods => typeof(GoodsEvent),
            LedgerContract.Anchors => typeof(AnchorsEvent),
            LedgerContract.Cash => typeof(CashEvent),
            LedgerContract.Receivables => typeof(ReceivablesEvent),
            LedgerContract.Orders => typeof(OrdersEvent),
            _ => typeof(FacilityEvent),
        });

    private static string Describe(AbiEvent abi) =>
        $"{abi.Topic} {abi.Name}({string.Join(',', abi.Parameters.Select(parameter => $"{parameter.Type}{(parameter.Indexed ? " indexed" : "")} {parameter.Name}"))})";

    private static string Describe(EventSchema schema) =>
        $"{schema.Topic} {schema.Signature[..schema.Signature.IndexOf('(', StringComparison.Ordinal)]}({string.Join(',', schema.Fields.Select(field => $"{field.Solidity}{(field.IsIndexed ? " indexed" : "")} {field.Name}"))})";
}
