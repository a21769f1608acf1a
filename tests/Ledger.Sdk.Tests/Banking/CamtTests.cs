using System.Text;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Tests.Banking;

public sealed class CamtTests
{
    [Theory]
    [InlineData("02")]
    [InlineData("04")]
    [InlineData("08")]
    public void Statements_of_every_version_are_read(string version)
    {
        var (statement, movements) = Assert.Single(Read(CamtSample.Statement(version)));
        Assert.Equal(new BankStatement(StatementKind.Statement, "S-1", "DE02120300000000202051", "BYLADEM1001", "EUR", 100_000, 123_050), statement);
        Assert.Equal(5, movements.Count);
        var credit = movements[0];
        Assert.Equal(("REF-1", 25_000UL, true, true, "E2E-1"), (credit.Reference, credit.Amount, credit.IsCredit, credit.IsBooked, credit.EndToEndId));
        Assert.Equal(("Payer One", "FR1420041010050500013M02606"), (credit.CounterpartyName, credit.CounterpartyAccount));
        Assert.Contains("RF84LEDGER2", credit.Remittance, StringComparison.Ordinal);
        Assert.Equal(("REF-2", false, "PAYOUT-7"), (movements[1].Reference, movements[1].IsCredit, movements[1].EndToEndId));
        Assert.Equal(["TX-A", "REF-3#2"], movements.Skip(2).Take(2).Select(movement => movement.Reference));
        Assert.Equal([700UL, 350UL], movements.Skip(2).Take(2).Select(movement => movement.Amount));
        Assert.Equal((3, "REF-3"), (movements[3].Number, movements[3].EntryReference));
        Assert.False(movements[4].IsBooked);
    }

    [Fact]
    public void A_notification_has_no_balances_and_may_leave_out_its_currency()
    {
        var (statement, movements) = Assert.Single(Read(CamtSample.Notification()));
        Assert.Equal((StatementKind.Notification, "EUR", (Int128?)null), (statement.Kind, statement.Currency, statement.Closing));
        Assert.Equal("N-REF-1", Assert.Single(movements).Reference);
    }

    [Theory]
    [InlineData("1230.50</Amt>", "1230.49</Amt>", "'S-1' does not add up: the opening balance 1000.00 EUR and booked entries of 230.50 EUR make 1230.50 EUR, the closing balance is 1230.49 EUR.")]
    [InlineData("<Sum>320.55</Sum>", "<Sum>320.56</Sum>", "its summary TtlNtries is 320.56, the entries make 320.55 EUR.")]
    [InlineData("<NbOfNtries>4</NbOfNtries>", "<NbOfNtries>5</NbOfNtries>", "its summary TtlNtries counts 5 entries, there are 4.")]
    [InlineData("\"EUR\">3.50<", "\"EUR\">3.40<", "Entry 3 is 10.50 EUR, its 2 transactions make 10.40.")]
    public void A_statement_that_does_not_add_up_is_refused_with_the_figures(string right, string wrong, string message)
    {
        var error = Refused("statement-unbalanced", Damage(right, wrong));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Amt Ccy=\"EUR\">250.00", "<Amt Ccy=\"USD\">250.00", "currency-mismatch")]
    [InlineData("<Amt Ccy=\"EUR\">250.00", "<Amt Ccy=\"EUR\">250.001", "file-malformed")]
    [InlineData("<Amt Ccy=\"EUR\">250.00", "<Amt Ccy=\"EUR\">-250.00", "file-malformed")]
    [InlineData("<Cd>CLBD</Cd>", "<Cd>CLAV</Cd>", "file-malformed")]
    [InlineData("<CdtDbtInd>DBIT", "<CdtDbtInd>DEBT", "file-malformed")]
    [InlineData("camt.053.001.08", "camt.052.001.08", "file-malformed")]
    [InlineData("<Id>S-1</Id>", "", "file-malformed")]
    public void What_is_wrong_with_a_statement_is_told(string right, string wrong, string code) => Refused(code, Damage(right, wrong));

    [Fact]
    public void The_same_statement_twice_in_a_document_is_refused()
    {
        var sample = CamtSample.Statement("08");
        var start = sample.IndexOf("<Stmt>", StringComparison.Ordinal);
        var end = sample.IndexOf("</Stmt>", StringComparison.Ordinal) + 7;
        Refused("statement-repeated", sample.Insert(end, sample[start..end]));
    }

    [Fact]
    public void Bombs_are_refused()
    {
        Refused("file-malformed", "<!DOCTYPE x [<!ENTITY a \"b\">]>" + CamtSample.Statement("08"));
        Refused("file-malformed", CamtSample.Statement("08").Replace("<NtryRef>1", string.Concat(Enumerable.Repeat("<A>", 50_000)), StringComparison.Ordinal));
        Refused("file-malformed", CamtSample.Statement("08")[..^30]);
    }

    [Fact]
    public void A_batch_that_is_not_told_apart_says_so()
    {
        var sample = CamtSample.Statement("08");
        var start = sample.IndexOf("<TxDtls><Refs><AcctSvcrRef>TX-A", StringComparison.Ordinal);
        var end = sample.IndexOf("</NtryDtls>", start, StringComparison.Ordinal);
        var movement = Read(sample.Remove(start, end - start))[0].Movements[2];
        Assert.True(movement.IsUndividedBatch);
        Assert.Equal(("REF-3", 1050UL), (movement.Reference, movement.Amount));
    }

    [Theory]
    [InlineData(2UL, "RF84LEDGER2")]
    [InlineData(123456UL, null)]
    public void A_party_s_deposit_reference_is_found_however_it_is_spaced(ulong party, string? expected)
    {
        var reference = DepositReference.Of(new PartyId(party));
        if (expected is not null) Assert.Equal(expected, reference);
        foreach (var text in new[] { reference, $"Top-up {reference.ToLowerInvariant()} thanks", string.Join(' ', reference.Chunk(4).Select(part => new string(part))) })
        {
            Assert.True(DepositReference.TryFind(text, out var found), text);
            Assert.Equal(party, found.Value);
        }
        var slip = reference[..^1] + (reference[^1] == '9' ? '8' : (char)(reference[^1] + 1));
        Assert.False(DepositReference.TryFind(slip, out _));
        Assert.False(DepositReference.TryFind($"{reference} {DepositReference.Of(new PartyId(party + 1))}", out _));
    }

    private static string Damage(string right, string wrong)
    {
        var sample = CamtSample.Statement("08");
        var at = sample.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, right);
        return sample.Remove(at, right.Length).Insert(at, wrong);
    }

    private static List<(BankStatement Statement, List<BankMovement> Movements)> Read(string xml)
    {
        using var camt = new CamtReader(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
        var read = new List<(BankStatement, List<BankMovement>)>();
        while (camt.ReadStatement() is { } statement)
        {
            var movements = new List<BankMovement>();
            while (camt.ReadEntry() is { } entry) movements.AddRange(entry);
            read.Add((statement, movements));
        }
        return read;
    }

    private static InvalidFileException Refused(string code, string xml)
    {
        var error = Assert.Throws<InvalidFileException>(() => Read(xml));
        Assert.Equal(code, error.Code);
        return error;
    }
}
