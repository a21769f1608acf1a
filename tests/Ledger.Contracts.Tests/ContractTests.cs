namespace Ledger.Contracts.Tests;

/// <summary>Runs the contracts' own tests, in their own runner, as part of <c>dotnet test</c>.</summary>
public sealed class ContractTests(Tooling tooling) : IClassFixture<Tooling>
{
    [Fact]
    public async Task Abi_and_bytecode_are_what_the_sources_compile_to()
    {
        var compiled = await tooling.HardhatAsync("build", "--force", "--no-tests");
        Assert.DoesNotContain("Warning:", compiled, StringComparison.Ordinal);
        await tooling.SucceedsAsync("scripts/abi.mjs", "--check");
    }

    [Fact]
    public async Task Solidity_unit_fuzz_and_invariant_tests_pass()
    {
        var output = await tooling.HardhatAsync("test", "solidity");
        Assert.Matches(@"\d{3,} passing", output);
    }

    [Fact]
    public async Task The_table_of_properties_is_that_of_the_tests() =>
        await tooling.SucceedsAsync("scripts/properties.mjs", "--check");

    [Fact]
    public async Task Gas_stays_under_its_gates_and_is_what_the_snapshot_says() =>
        await tooling.SucceedsAsync("test/node/gas.mjs");
}
