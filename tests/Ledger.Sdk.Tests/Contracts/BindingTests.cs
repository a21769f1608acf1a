using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Contracts;

public sealed class BindingTests
{
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
        foreach (var intent in Samples.All.Where(intent => intent is not Rejection))
        {
            var function = ContractArtifact.Of(intent.Contract).Abi.Function(intent.Function);
            var fields = function.Inputs[0].Type.Components.Select(component => $"{component.Type} {component.Name}");
            Assert.Equal($"{intent.Type}({string.Join(',', fields)})", intent.TypeString);
            Assert.Equal(intent.Signers(Samples.Domain).Count, function.Inputs.Count(input => input.Type.Name == "bytes"));
        }
    }

    [Fact]
    public void Calldata_decodes_by_the_ABI_to_the_message_and_the_signatures()
    {
        foreach (var intent in Samples.All)
        {
            byte[][] signatures = [.. intent.Signers(Samples.Domain).Select((_, i) => Enumerable.Repeat((byte)(i + 1), 64 + i).ToArray())];
            var call = new SignedIntent(intent, signatures).Calldata();
            var function = ContractArtifact.Of(intent.Contract).Abi.Function(intent.Function);
            var inputs = function.DecodeInputs(call);
            Assert.Equal(call, function.Encode(inputs));
            Assert.Equal(signatures, inputs.OfType<byte[]>().Where(bytes => bytes.Length >= 64));
            var decoded = SignedIntent.TryDecode(intent.Contract, call);
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
        var intents = Samples.All.Where(intent => intent.Contract == contract).Select(intent => intent.Function).Distinct();
        var views = BindingOf(contract).GetMethods().Select(method => method.Name.Replace("Async", "", StringComparison.Ordinal));
        // The calls of the contracts that move money.
        var bound = contract is LedgerContract.Registry or LedgerContract.Goods or LedgerContract.Anchors;
        foreach (var function in abi.Functions.Where(_ => bound))
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
        _ => typeof(AnchorsContract),
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
