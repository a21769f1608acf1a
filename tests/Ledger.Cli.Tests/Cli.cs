using System.CommandLine;

namespace Ledger.Cli.Tests;

/// <summary>Runs the command line in this process.</summary>
internal static class Cli
{
    public sealed record Result(int Code, string Output, string Error);

    public static async Task<Result> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return new Result(code, output.ToString(), error.ToString());
    }
}

/// <summary>A folder of the test's own, with a password file.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ledger-cli-");

    public Folder() => File.WriteAllText(this["password"], "correct horse\nsecond line\n");

    public string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
