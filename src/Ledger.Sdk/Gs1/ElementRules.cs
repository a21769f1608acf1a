using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>Checks values against their application identifiers, and application identifiers against each other.</summary>
internal static class ElementRules
{
    /// <summary>How many characters at the start of the text belong to the AI's value.</summary>
    public static int Consume(ApplicationIdentifier ai, ReadOnlySpan<char> text, out InvalidIdentifierException? error)
    {
        error = null;
        var at = 0;
        foreach (var component in ai.Components)
        {
            var part = text.Slice(at, Math.Min(component.MaxLength, text.Length - at));
            if (part.IsEmpty && component.IsOptional) continue;
            if (part.Length < component.MinLength)
            {
                error = Length(ai, text.Length);
                return 0;
            }
            foreach (var rule in component.Rules)
                if (rule(part) is { } fault)
                {
                    error = Content(ai, text.ToString(), fault with { Position = fault.Position + at }, part);
                    return 0;
                }
            at += part.Length;
        }
        return at;
    }

    /// <summary>Whether the whole text is a value of the AI; the fault if not.</summary>
    public static InvalidIdentifierException? Check(ApplicationIdentifier ai, ReadOnlySpan<char> value)
    {
        if (value.Length < ai.MinLength || value.Length > ai.MaxLength || value.IsEmpty) return Length(ai, value.Length);
        if (value.Contains('^'))
            return new InvalidIdentifierException("identifier-content",
                $"The value of ({ai.Code}) {ai.Title} holds ^, which stands for the separator FNC1.");
        return Consume(ai, value, out var error) == value.Length || error is not null ? error : Length(ai, value.Length);
    }

    /// <summary>Repeated, excluded and missing companions; with <paramref name="complete"/>, missing ones are faults.</summary>
    public static InvalidIdentifierException? CheckTogether(IReadOnlyList<AiValue> elements, bool complete)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            var (ai, value) = elements[i];
            for (var j = i + 1; j < elements.Count; j++)
                if (elements[j].Code == ai.Code && elements[j].Value != value)
                    return Association($"({ai.Code}) {ai.Title} occurs with different values, {value} and {elements[j].Value}.");
            foreach (var pattern in ai.Excludes)
                foreach (var other in elements)
                    if (other.Code != ai.Code && Matches(pattern, other.Code))
                        return Association($"({ai.Code}) {ai.Title} may not stand together with ({other.Code}) {other.Ai.Title}.");
        }
        if (Unserialised(elements) is { } key)
            return Association($"(8030) DIGSIG signs one thing, so ({key.Code}) {key.Ai.Title} {key.Value} needs its serial part.");
        return complete && Missing(elements).FirstOrDefault() is { } missing ? Association(missing) : null;
    }

    /// <summary>The key without serial part beside a digital signature: General Specifications section 4.15.</summary>
    private static AiValue? Unserialised(IReadOnlyList<AiValue> elements) =>
        elements.Any(e => e.Code == "8030")
            && elements.FirstOrDefault(e =>
                e is { Code: "253" or "255", Value.Length: 13 } or { Code: "8003", Value.Length: 14 }) is { Ai: not null } found
            ? found
            : null;

    /// <summary>One sentence for each application identifier whose mandatory companions are not there.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<AiValue> elements) =>
        from element in elements
        where !elements.Any(key => key.Ai.QualifierSequences.Any(s => s.Contains(element.Code)))
        from alternatives in element.Ai.Requires
        where !Array.Exists(alternatives, all =>
            Array.TrueForAll(all, p => elements.Any(e => e.Code != element.Code && Matches(p, e.Code))))
        select $"({element.Code}) {element.Ai.Title} needs {string.Join(" or ", alternatives.Select(a => string.Join(" with ", a.Select(p => $"({p})"))))} beside it.";

    private static bool Matches(string pattern, string code) =>
        pattern[^1] == 'n' ? code.AsSpan().StartsWith(pattern.AsSpan().TrimEnd('n')) && code.Length == pattern.Length : pattern == code;

    private static InvalidIdentifierException Length(ApplicationIdentifier ai, int length) =>
        new("identifier-malformed", ai.MinLength == ai.MaxLength
            ? $"({ai.Code}) {ai.Title} has {ai.MaxLength} characters, not {length}."
            : $"({ai.Code}) {ai.Title} has {ai.MinLength} to {ai.MaxLength} characters, not {length}.");

    private static InvalidIdentifierException Content(ApplicationIdentifier ai, string value, LintFault fault, ReadOnlySpan<char> part)
    {
        if (fault.Code == "INCORRECT_CHECK_DIGIT")
        {
            var right = CheckDigit.Of(part[..^1]);
            return new InvalidIdentifierException("identifier-check-digit",
                $"The check digit of ({ai.Code}) {ai.Title} {value}, character {fault.Position + 1}, is {value[fault.Position]} and should be {right} ({fault.Code}).",
                $"If the other digits are right, the value is {value[..fault.Position]}{right}{value[(fault.Position + 1)..]}.",
                    fault.Position, fault.Code);
        }
        var hint = fault.Code == "INCORRECT_CHECK_PAIR" ? $"The check characters of the rest are {CheckCharacters.Of(part[..^2])}." : null;
        return new InvalidIdentifierException("identifier-content",
            $"({ai.Code}) {ai.Title} '{value}' breaks the rule {fault.Code} at character {fault.Position + 1}.", hint, fault.Position,
                fault.Code);
    }

    private static InvalidIdentifierException Association(string message) => new("identifier-association", message);
}
