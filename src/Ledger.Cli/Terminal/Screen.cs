using System.Text.Encodings.Web;
using System.Text.Json;
using Ledger.Sdk;
using Spectre.Console;

namespace Ledger.Cli.Terminal;

/// <summary>Where a command writes: words for people, or one JSON document for programs.</summary>
internal sealed class Screen
{
    private static readonly JsonSerializerOptions Indented = CreateOptions();
    private readonly TextWriter output;
    private readonly TextWriter error;

    public Screen(TextWriter output, TextWriter error, bool json)
    {
        (this.output, this.error, IsJson) = (output, error, json);
        var isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        // Ids have 66 characters: a width counts only where there is a terminal.
        if (!isTerminal) Console.Profile.Width = 200;
    }

    /// <summary>Whether <c>--json</c> was given.</summary>
    public bool IsJson { get; }

    /// <summary>Colours and tables.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Writes the result: the value as JSON, or the words.</summary>
    public void Show(object value, Action words)
    {
        if (IsJson) output.WriteLine(JsonSerializer.Serialize(value, Indented));
        else words();
    }

    /// <summary>Writes a line for people; nothing under <c>--json</c>.</summary>
    public void Say(string line)
    {
        if (!IsJson) output.WriteLine(line);
    }

    /// <summary>Writes a line with a green <c>ok</c> or a red <c>NO</c> before it.</summary>
    public void Mark(bool holds, string line)
    {
        Console.Markup(holds ? "[green]ok[/]  " : "[red]NO[/]  ");
        output.WriteLine(line);
    }

    /// <summary>Writes text as it is.</summary>
    public void Write(string text) => output.WriteLine(text);

    /// <summary>Writes a warning on standard error; nothing under <c>--json</c>.</summary>
    public void Warn(string line)
    {
        if (!IsJson) error.WriteLine($"warning: {line}");
    }

    /// <summary>Writes an error on standard error.</summary>
    public void Fail(string code, string message, string? hint)
    {
        if (IsJson) error.WriteLine(JsonSerializer.Serialize(new { code, message, hint }, Indented));
        else error.WriteLine(hint is null ? $"error {code}: {message}" : $"error {code}: {message} {hint}");
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options =
            new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        LedgerJson.Configure(options);
        return options;
    }
}
