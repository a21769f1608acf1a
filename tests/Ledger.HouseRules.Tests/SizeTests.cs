using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ledger.HouseRules.Tests;

/// <summary>Files and methods stay small enough to be read at one sitting.</summary>
public sealed class SizeTests
{
    private const int FileLimit = 400;
    private const int UsualFileLimit = 250;
    private const int MethodLimit = 40;
    private const int ProgramLimit = 80;

    private static readonly string[] Sources = [".cs", ".sol", ".ts", ".mjs", ".razor", ".sql"];

    private static IEnumerable<(string Path, int Lines)> Sizes =>
        SourceTree.Files.Where(path => Sources.Contains(Path.GetExtension(path)))
            .Select(path => (path, SourceTree.Read(path).AsSpan().Count('\n')));

    [Fact]
    public void No_file_is_over_400_lines_and_nearly_all_are_under_250()
    {
        Assert.Equal("", string.Join('\n', Sizes.Where(file => file.Lines > FileLimit)));
        var long_ = Sizes.Count(file => file.Lines > UsualFileLimit);
        Assert.True(long_ * 20 <= Sizes.Count(), $"{long_} of {Sizes.Count()} files are over {UsualFileLimit} lines: {string.Join(", ", Sizes.Where(file => file.Lines > UsualFileLimit))}");
    }

    [Fact]
    public void The_median_file_has_at_most_80_lines()
    {
        var sizes = Sizes.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)).Select(file => file.Lines).Order().ToList();
        Assert.InRange(sizes[sizes.Count / 2], 1, 80);
    }

    [Fact]
    public void Every_program_starts_in_at_most_80_lines() =>
        Assert.Empty(Sizes.Where(file => Path.GetFileName(file.Path) == "Program.cs" && file.Lines > ProgramLimit));

    [Fact]
    public void No_method_is_over_40_lines()
    {
        var tooLong =
            from path in SourceTree.CSharp
            from member in CSharpSyntaxTree.ParseText(SourceTree.Read(path)).GetRoot().DescendantNodes()
            where member is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            let span = member.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > MethodLimit
            select $"{path}:{span.StartLinePosition.Line + 1} has {lines} lines";
        Assert.Equal("", string.Join('\n', tooLong));
    }
}
