using System.Globalization;
using System.Text.Json;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Rules;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1;

/// <summary>Every application identifier of GS1's own dictionary, read from outside the repository, with values that keep its definition and values that break it.</summary>
public sealed class DictionaryTests
{
    private const int ValuesOfEach = 60;
    private const string Alphabet = "0123456789ABCXYZabcxyz!\"%&'()*+,-./:;<=>?_ #$@[\\]^`{|}~\u00e9\u0000";

    private readonly Random random = new(20_260_301);
    private readonly ILookup<string, string> samples = JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "digitallink", "linters.json"))).RootElement.GetProperty("vectors")
        .EnumerateArray().ToLookup(vector => vector[0].GetString()!, vector => vector[1].GetString()!);

    [Fact]
    public void What_the_dictionary_says_of_each_application_identifier_is_known()
    {
        var entries = Entries().ToList();
        Assert.Equal(entries.Select(entry => entry.Code).Order(), ApplicationIdentifiers.All.Select(ai => ai.Code).Order());
        foreach (var entry in entries)
        {
            var ai = ApplicationIdentifiers.Find(entry.Code)!;
            Assert.Equal((entry.Code, entry.Title, !entry.Flags.Contains('*'), entry.Flags.Contains('?'), entry.IsKey), (ai.Code, ai.Title, ai.NeedsSeparator, ai.IsDataAttribute, ai.IsPrimaryKey));
            Assert.Equal(entry.Parts.Sum(part => part.IsOptional ? 0 : part.Shortest), ai.MinLength);
            Assert.Equal(entry.Parts.Sum(part => part.Longest), ai.MaxLength);
        }
    }

    [Fact]
    public void Values_are_judged_by_the_dictionary_in_every_notation()
    {
        var wrong = new List<string>();
        var (right, refused) = (0, 0);
        foreach (var entry in Entries())
            for (var i = 0; i < ValuesOfEach; i++)
            {
                var value = i < 20 ? Right(entry) : Broken(Right(entry));
                if (value.Contains('^') || value.Length == 0) continue;
                var expected = IsRight(entry, value);
                _ = expected ? right++ : refused++;
                foreach (var text in Notations(entry, value))
                    if (Accepts(text) != expected) wrong.Add($"{text}: {(expected ? "refused" : "accepted")}");
            }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(40))}");
        Assert.True(right > 5_000 && refused > 5_000, $"{right} right, {refused} refused");
    }

    /// <summary>Companions that are missing are another matter.</summary>
    private static bool Accepts(string text) => Gs1Text.TryParse(text, null, out _, out var error) || error!.Code == "identifier-association";

    private static IEnumerable<string> Notations(Entry entry, string value)
    {
        yield return $"({entry.Code}){value.Replace("(", "\\(", StringComparison.Ordinal)}";
        // Behind a value of predefined length the next element string may follow at once.
        if (!entry.Flags.Contains('*') || value.Length <= entry.Parts.Sum(part => part.Longest)) yield return $"^{entry.Code}{value}";
        var encoded = string.Concat(value.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : Uri.EscapeDataString(c.ToString())));
        if (entry.IsKey) yield return $"https://example.com/some/{entry.Code}/{encoded}";
    }

    private static bool IsRight(Entry entry, string value)
    {
        var at = 0;
        foreach (var part in entry.Parts)
        {
            var length = Math.Min(part.Longest, value.Length - at);
            if (length == 0 && part.IsOptional) continue;
            if (length < part.Shortest || part.Rules.Any(rule => Linters.Check(rule, value.AsSpan(at, length)) is not null)) return false;
            at += length;
        }
        return at == value.Length;
    }

    /// <summary>A value that most likely keeps the rules: of the published ones for the last rule where one fits, else made up.</summary>
    private string Right(Entry entry)
    {
        var value = "";
        foreach (var part in entry.Parts)
        {
            if (part.IsOptional && random.Next(3) == 0) break;
            var length = random.Next(part.Shortest, part.Longest + 1);
            var fitting = part.Rules.Skip(1).SelectMany(rule => samples[rule]).Where(sample => sample.Length >= part.Shortest && sample.Length <= part.Longest && part.Rules.All(rule => Linters.Check(rule, sample) is null)).ToList();
            var made = fitting.Count > 0 ? fitting[random.Next(fitting.Count)]
                : string.Concat(Enumerable.Range(0, length).Select(_ => part.Rules[0] == "csetnumeric" ? (char)('0' + random.Next(10)) : "ABCDEFXYZ0123456789"[random.Next(19)]));
            value += part.Rules.Contains("csum") ? made[..^1] + Sum(made[..^1]) : made;
        }
        return value;
    }

    private string Broken(string value)
    {
        var at = random.Next(Math.Max(1, value.Length));
        var other = Alphabet[random.Next(Alphabet.Length)].ToString();
        return random.Next(5) switch
        {
            0 => value.Insert(Math.Min(at, value.Length), other),
            1 when value.Length > 0 => value.Remove(at, 1),
            2 when value.Length > 0 => value.Remove(at, 1).Insert(at, other),
            3 when value.Length > 0 => value.Remove(at, 1).Insert(at, random.Next(10).ToString(CultureInfo.InvariantCulture)),
            _ => value + value,
        };
    }

    /// <summary>Weight 3 from the right: GS1 General Specifications section 7.9.1.</summary>
    private static int Sum(string digits) => (10 - digits.Reverse().Select((c, i) => char.IsAsciiDigit(c) ? (c - '0') * (i % 2 == 0 ? 3 : 1) : 0).Sum() % 10) % 10;

    private static IEnumerable<Entry> Entries()
    {
        foreach (var line in File.ReadLines(Vectors.Require("gs1", "digitallink", "gs1-syntax-dictionary.txt")))
        {
            if (line.Length == 0 || !char.IsAsciiDigit(line[0])) continue;
            var hash = line.IndexOf('#', StringComparison.Ordinal);
            var words = line[..(hash < 0 ? line.Length : hash)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var flags = char.IsAsciiLetter(words[1][0]) ? "" : words[1];
            var parts = words.Skip(flags.Length > 0 ? 2 : 1).TakeWhile(word => "NXYZ[".Contains(word[0])).Select(Part.Read).ToList();
            var range = words[0].Split('-');
            for (var code = int.Parse(range[0], CultureInfo.InvariantCulture); code <= int.Parse(range[^1], CultureInfo.InvariantCulture); code++)
                yield return new Entry(code.ToString(CultureInfo.InvariantCulture).PadLeft(range[0].Length, '0'), flags, parts, words.Any(word => word.StartsWith("dlpkey", StringComparison.Ordinal)), hash < 0 ? "" : line[(hash + 1)..].Trim());
        }
    }

    private sealed record Entry(string Code, string Flags, IReadOnlyList<Part> Parts, bool IsKey, string Title);

    private sealed record Part(int Shortest, int Longest, bool IsOptional, IReadOnlyList<string> Rules)
    {
        public static Part Read(string word)
        {
            var rules = word.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split(',');
            var isOpen = rules[0].Contains("..", StringComparison.Ordinal);
            var length = int.Parse(rules[0][(isOpen ? 3 : 1)..], CultureInfo.InvariantCulture);
            var set = rules[0][0] switch { 'N' => "csetnumeric", 'X' => "cset82", 'Y' => "cset39", _ => "cset64" };
            return new Part(isOpen ? 1 : length, length, word[0] == '[', [set, .. rules[1..]]);
        }
    }
}
