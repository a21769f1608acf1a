using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ledger.EndToEnd;

/// <summary>What README shows works as it is printed: its commands and its C# against a devnet that has told its story.</summary>
/// <remarks>
/// Addresses are replaced by those of the test's own devnet. Not run: <c>git clone</c>, <c>cd</c>, <c>.ci/run</c> (it runs these tests) and the
/// <c>dotnet run --project devnet</c> that the test has started itself.
/// </remarks>
public sealed class DevnetReadmeTests(DevnetReadmeTests.ToldDevnet devnet) : IClassFixture<DevnetReadmeTests.ToldDevnet>
{
    private static readonly string[] Setting = ["git clone", "cd ", "bash .ci/run", "dotnet run --project devnet", "dotnet test"];

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;

        """;

    public static TheoryData<string> Shell => [.. Blocks("sh|bash|shell|console").Select(WithoutSetting).Where(script => script.Length > 0)];

    public static TheoryData<string> CSharp => [.. Blocks("csharp|cs")];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Shell))]
    public async Task The_commands_of_the_readme_succeed(string script)
    {
        var api = await devnet.ApiAsync();
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", Here(script, api)]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var shell = Process.Start(start)!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{script}\n{await output}\n{await errors}");
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(CSharp))]
    public async Task The_csharp_of_the_readme_compiles_and_runs(string code)
    {
        var program = Compile(Here(code, await devnet.ApiAsync()));
        var result = program.EntryPoint!.Invoke(null, program.EntryPoint.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        if (result is Task task) await task;
    }

    private static string WithoutSetting(string script) =>
        string.Join('\n', script.Split('\n').Where(line => line.Length > 0 && !Setting.Any(line.StartsWith)));

    private static Assembly Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create($"readme-{Guid.NewGuid():n}", [CSharpSyntaxTree.ParseText(Usings + code)], references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, $"{code}\n{string.Join('\n', result.Diagnostics)}");
        return Assembly.Load(image.ToArray());
    }

    private string Here(string text, string api) => text.Replace("http://127.0.0.1:5080", api, StringComparison.Ordinal).Replace("devnet/.data", devnet.Data, StringComparison.Ordinal)
        .Replace("dotnet run --project", $"dotnet run --no-build -c {DevnetProcess.Configuration} --project", StringComparison.Ordinal);

    private static IEnumerable<string> Blocks(string languages)
    {
        var readme = Path.Combine(Repository.Root, "README.md");
        return File.Exists(readme) ? Regex.Matches(File.ReadAllText(readme), $@"^```(?:{languages})\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value) : [];
    }

    /// <summary>One devnet for all samples, its story told.</summary>
    public sealed class ToldDevnet : IDisposable
    {
        private readonly Lazy<DevnetProcess> process;

        public ToldDevnet() => process = new Lazy<DevnetProcess>(() => DevnetProcess.Start(Data));

        public string Data { get; } = Directory.CreateTempSubdirectory("ledger-readme-").FullName;

        public async Task<string> ApiAsync()
        {
            await process.Value.WaitForAsync("Ctrl-C ends it");
            return await process.Value.ApiAsync();
        }

        public void Dispose()
        {
            if (process.IsValueCreated) process.Value.Dispose();
            Directory.Delete(Data, recursive: true);
        }
    }
}
