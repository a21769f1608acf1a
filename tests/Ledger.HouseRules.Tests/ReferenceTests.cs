using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ledger.HouseRules.Tests;

/// <summary>References run one way: Api → Indexer → Sdk → nothing, Cli → Sdk; and the SDK's two foundations stay strangers.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("src/Ledger.Sdk", "")]
    [InlineData("src/Ledger.Cli", "Ledger.Sdk")]
    [InlineData("src/Ledger.Indexer", "Ledger.Sdk")]
    [InlineData("src/Ledger.Api", "Ledger.Indexer")]
    public void A_project_refers_only_to_the_project_below_it(string folder, string allowed)
    {
        var project = XDocument.Parse(SourceTree.Read($"{folder}/{Path.GetFileName(folder)}.csproj"));
        var references = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));
        Assert.Equal(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries), references);
    }

    [Theory]
    [InlineData("src/Ledger.Sdk/Ethereum/", "Ledger.Sdk.(Gs1|Contracts|Parties|Custody|Provenance)")]
    [InlineData("src/Ledger.Sdk/Gs1/", "Ledger.Sdk.(Ethereum|Contracts|Parties|Custody|Provenance)")]
    public void The_foundations_of_the_sdk_know_nothing_of_each_other_or_of_the_domain(string folder, string forbidden)
    {
        var files = SourceTree.CSharp.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.Where(path => Regex.IsMatch(SourceTree.Read(path), $@"\b{forbidden}\b")));
    }

    [Fact]
    public void Versions_are_pinned_in_one_place_and_locked()
    {
        var projects = SourceTree.Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).ToList();
        Assert.Empty(projects.Where(path => Regex.IsMatch(SourceTree.Read(path), @"<PackageReference[^>]*\bVersion=")));
        Assert.Empty(projects.Where(path => !SourceTree.Files.Contains($"{Path.GetDirectoryName(path)}/packages.lock.json")));
    }

    [Fact]
    public void No_file_names_a_registry_or_a_folder_of_one_machine()
    {
        var forbidden = new Regex(@"registry\.npm" + @"js\.org|api\.nuget" + @"\.org|""resolved"": ""http|/ho" + @"me/[a-z]|C:\\Us" + "ers");
        var text = SourceTree.Files.Where(path => Regex.IsMatch(path, @"\.(cs|csproj|props|json|jsonc|mjs|ts|md|sol|sh|sql|yml|toml)$|/run$"));
        Assert.Empty(text.Where(path => forbidden.IsMatch(SourceTree.Read(path))));
    }
}
