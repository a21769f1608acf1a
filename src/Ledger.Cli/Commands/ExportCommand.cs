using System.CommandLine;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger export</c>: statements, aging, exposure, journal and payments.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command("export", "Export cash statements, aging, exposure, the journal and payment orders.");
        command.Add(Create("statement", "Every movement of your cash with the balance behind it."));
        command.Add(Create("aging", "What is open by how long it is overdue: current, 1–30, 31–60, 61–90, over 90 days.", new Option<string?>("--side") { Description = "owner (what is owed to you, the default) or debtor (what you owe)." }, new Option<bool>("--detail") { Description = "Debt by debt." }));
        command.Add(Create("exposure", "What a lender has out with each debtor, its limits, and how concentrated that is.", new Option<string?>("--side") { Description = "lender (the default) or debtor." }));
        command.Add(Create("journal", "Double entry of all that the chain logged of you; every entry comes to zero."));
        command.Add(CreatePayments());
        return command;
    }

    private static Command Create(string name, string what, params Option[] own)
    {
        var from = new Option<string?>("--from") { Description = "The first time that counts, such as 2026-03-01T00:00:00Z." };
        var to = new Option<string?>("--to") { Description = "The first time that counts no more." };
        var party = new Option<string?>("--party") { Description = "For a regulator: whose, or all in one file." };
        var file = new Option<FileInfo?>("--out") { Description = "The file to write; else standard output." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the party"));
        var command = new Command(name, $"""
            {what} CSV; JSON with --json.

            Example:
              ledger export {name} --key farm.json --out {name}.csv
            """) { from, to, party, file, api };
        foreach (var option in own) command.Add(option);
        key.AddTo(command);
        return command.Runs((screen, result, cancellationToken) =>
        {
            var asked = new List<(string Name, string? Value)> { ("format", screen.IsJson ? "json" : "csv"), ("from", result.GetValue(from)), ("to", result.GetValue(to)), ("party", result.GetValue(party)) };
            foreach (var option in own) asked.Add((option.Name.TrimStart('-'), option is Option<bool> flag ? (result.GetValue(flag) ? "true" : null) : result.GetValue((Option<string?>)option)));
            return SendAsync(screen, result, name, asked, file, api, key, cancellationToken);
        });
    }

    private static Command CreatePayments()
    {
        var order = new Argument<string>("ORDER") { Description = "Id of the payment order." };
        var file = new Option<FileInfo?>("--out") { Description = "The file to write; else standard output." };
        var (api, key) = (Services.Api(), new KeyOptions(what: "the bank"));
        var command = new Command("pain.001", """
            A payment order as pain.001.001.09, for the bank's payment system.

            Example:
              ledger export pain.001 LO-… --key bank.json --out payments.xml
            """) { order, file, api };
        key.AddTo(command);
        return command.Runs((screen, result, cancellationToken) => SendAsync(screen, result, "pain.001", [("order", result.GetValue(order))], file, api, key, cancellationToken));
    }

    private static async Task<int> SendAsync(
        Screen screen, ParseResult result, string name, List<(string Name, string? Value)> asked, Option<FileInfo?> file, Option<string> api, KeyOptions key, CancellationToken cancellationToken)
    {
        var query = string.Join('&', asked.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        using var ledger = await ImportCommand.OpenAsync(screen, result, api, key, cancellationToken).ConfigureAwait(false);
        if (result.GetValue(file) is { } target)
        {
            await using (var stream = new FileStream(target.FullName, FileMode.Create, FileAccess.Write))
                await ledger.ExportAsync($"{name}?{query}", stream, cancellationToken).ConfigureAwait(false);
            screen.Show(new { file = target.FullName }, () => screen.Say($"Wrote {target.FullName}."));
            return CommandRunner.Done;
        }
        await using var output = new WriterStream(result.InvocationConfiguration.Output);
        await ledger.ExportAsync($"{name}?{query}", output, cancellationToken).ConfigureAwait(false);
        return CommandRunner.Done;
    }
}
