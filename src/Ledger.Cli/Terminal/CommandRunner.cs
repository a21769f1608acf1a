using System.CommandLine;
using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Terminal;

/// <summary>Runs the action of a command and turns what went wrong into one message and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Bad input, refused, or it does not verify.</summary>
    public const int Refused = 1;

    /// <summary>The API or the node cannot be reached.</summary>
    public const int Unreachable = 2;

    /// <summary>The options that every command has.</summary>
    public static Option<bool> Json { get; } =
        new("--json") { Description = "Write JSON on standard output, and errors as JSON on standard error." };

    /// <summary>Gives a command its action.</summary>
    public static Command Runs(this Command command, Func<Screen, ParseResult, CancellationToken, Task<int>> action)
    {
        command.Add(Json);
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new Screen(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, result.GetValue(Json));
            try
            {
                return await action(screen, result, cancellationToken).ConfigureAwait(false);
            }
            catch (LedgerException exception)
            {
                screen.Fail(exception.Code, exception.Message, exception.Hint);
                return IsUnreachable(exception) ? Unreachable : Refused;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                screen.Fail("file", exception.Message, null);
                return Refused;
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException)
            {
                screen.Fail("bad-input", exception.Message, null);
                return Refused;
            }
        });
        return command;
    }

    private static bool IsUnreachable(LedgerException exception) =>
        exception.Code == "api-unreachable" || exception is RpcException { IsTransient: true };
}
