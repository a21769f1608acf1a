using System.Diagnostics;
using System.Globalization;
using Ledger.Sdk;
using Spectre.Console;

namespace Ledger.Devnet.Screen;

/// <summary>What the person at the terminal sees: colours and a spinner there, plain lines in a file or pipe.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 10_000;
    private readonly IAnsiConsole console = Console.IsOutputRedirected ? Plain() : AnsiConsole.Console;
    private readonly Lock writing = new();

    /// <summary>A headline.</summary>
    public void Title(string text) => Line($"\n[bold]{Markup.Escape(text)}[/]");

    /// <summary>A line of its own, never broken: it may hold a command or an address to copy.</summary>
    public void Say(string text)
    {
        lock (writing) console.Profile.Out.Writer.WriteLine(text);
    }

    /// <summary>A line that matters less.</summary>
    public void Whisper(string text) => Line($"  [grey]{Markup.Escape(text)}[/]");

    /// <summary>Something that is done.</summary>
    public void Done(string text) => Line($"  [green]✓[/] {Markup.Escape(text)}");

    /// <summary>Something that was refused, as it should be.</summary>
    public void Refused(string text) => Line($"  [yellow]–[/] {Markup.Escape(text)}");

    /// <summary>Something that went wrong, and what to do; of what nobody foresaw, where it happened.</summary>
    public void Failed(Exception exception)
    {
        Line($"  [red]✗[/] {Markup.Escape(exception.Message)}");
        if (exception is LedgerException { Hint: { } hint }) Line($"    {Markup.Escape(hint)}");
        if (exception is not (LedgerException or IOException)) Say($"    This is a mistake in the program. Please report it with these lines:\n{exception}");
    }

    /// <summary>Runs something that takes a moment, and says how long it took.</summary>
    /// <param name="what">While it runs.</param>
    /// <param name="done">When it is done, from its result.</param>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> work, Func<T, string> done)
    {
        var clock = Stopwatch.StartNew();
        var result = console.Profile.Capabilities.Interactive
            ? await console.Status().Spinner(Spinner.Known.Dots).StartAsync(Markup.Escape(what), _ => work())
            : await work();
        Done($"{done(result)} ({Seconds(clock.Elapsed)})");
        return result;
    }

    /// <summary>A table without a frame.</summary>
    public void Table(IEnumerable<(string Name, string Value)> rows)
    {
        var table = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn("");
        foreach (var (name, value) in rows) table.AddRow($"  {Markup.Escape(name)}", Markup.Escape(value));
        lock (writing) console.Write(table);
    }

    /// <summary>Such as "1.4 s".</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static IAnsiConsole Plain()
    {
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        plain.Profile.Width = PlainWidth;
        return plain;
    }

    private void Line(string markup)
    {
        lock (writing) console.MarkupLine(markup);
    }
}
