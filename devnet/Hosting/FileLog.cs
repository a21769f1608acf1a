using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Ledger.Devnet.Hosting;

/// <summary>Writes the log of indexer and API to one file, so that the screen keeps to the story.</summary>
internal sealed class FileLog(string path) : ILoggerProvider
{
    private readonly StreamWriter writer = new(path, append: true) { AutoFlush = true };
    private readonly Lock writing = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private void Write(string line)
    {
        lock (writing) writer.WriteLine(line);
    }

    private sealed class Logger(FileLog file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var time = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
            file.Write($"{time} {logLevel} {category} {formatter(state, exception)}{(exception is null ? "" : Environment.NewLine + exception)}");
        }
    }
}
