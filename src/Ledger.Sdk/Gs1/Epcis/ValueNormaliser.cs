using System.Buffers;
using System.Globalization;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>
/// Writes single values as the CBV event hash wants them: times in UTC, vocabulary as web URIs, shortest decimals, canonical identifiers.
/// </summary>
internal static class ValueNormaliser
{
    private static readonly SearchValues<byte> DigitsAndPoint = SearchValues.Create("0123456789."u8);

    /// <summary>Appends a value trimmed of blanks; false, with nothing written, where it is empty.</summary>
    public static bool TryAppend(EpcisField field, EpcisField parent, JsonKind kind, ReadOnlySpan<byte> value, PrehashBuffer to)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IsEmpty || kind == JsonKind.Null) return false;
        if (field is EpcisField.EventTime or EpcisField.Time or EpcisField.StartTime or EpcisField.EndTime && AppendTime(value, to))
            return true;
        if (AppendDecimal(value, kind == JsonKind.Number, to)) return true;
        if (AppendVocabulary(field, parent, value, to) || IdentifierNormaliser.TryAppend(value, to)) return true;
        to.Append(value);
        return true;
    }

    private static bool AppendTime(ReadOnlySpan<byte> text, PrehashBuffer to)
    {
        if (!Rfc3339.TryParse(text, out var seconds, out var fraction)) return false;
        var milliseconds = 0;
        for (var i = 0; i < 3; i++) milliseconds = milliseconds * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        if (fraction.Length > 3 && fraction[3] >= '5') milliseconds++;
        // Rounding up or moving to UTC may leave the years that there are; such a time stays as it is written.
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return false;
        Span<byte> written = stackalloc byte[24];
        var time = DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond + milliseconds * TimeSpan.TicksPerMillisecond);
        if (!time.TryFormat(written, out var length, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)) return false;
        to.Append(written[..length]);
        return true;
    }

    /// <summary>Digits with at most one point and one sign lose what does not count; a number may also have an exponent.</summary>
    private static bool AppendDecimal(ReadOnlySpan<byte> text, bool isNumber, PrehashBuffer to)
    {
        var negative = text[0] == '-';
        var digits = text[(negative || text[0] == '+' ? 1 : 0)..];
        if (digits.ContainsAnyExcept(DigitsAndPoint))
        {
            if (!isNumber || !ExactDecimal.TryParse(System.Text.Encoding.UTF8.GetString(text), out var number)) return false;
            to.Append(System.Text.Encoding.UTF8.GetBytes(number.Text));
            return true;
        }
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || fraction.Contains((byte)'.')) return false;
        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        if (negative && whole.Length + fraction.Length > 0) to.Append((byte)'-');
        if (whole.IsEmpty) to.Append((byte)'0');
        to.Append(whole);
        if (fraction.IsEmpty) return true;
        to.Append((byte)'.');
        to.Append(fraction);
        return true;
    }

    private static bool AppendVocabulary(EpcisField field, EpcisField parent, ReadOnlySpan<byte> value, PrehashBuffer to)
    {
        var colon = value.IndexOf((byte)':');
        if (colon < 0)
        {
            var bare = Bare(field, parent);
            to.Append(bare);
            if (!bare.IsEmpty) to.Append(value);
            return !bare.IsEmpty;
        }
        ReadOnlySpan<byte> stem = value[..colon] switch
        {
            var p when p.SequenceEqual("gs1"u8) => "https://ref.gs1.org/voc/"u8,
            var p when p.SequenceEqual("cbv"u8) => "https://ref.gs1.org/cbv/"u8,
            var p when p.SequenceEqual("epcis"u8) => "https://ref.gs1.org/epcis/"u8,
            _ => default,
        };
        if (!stem.IsEmpty) return Replace(stem, value[(colon + 1)..], to);
        if (!value.StartsWith("urn:epcglobal:cbv:"u8)) return false;
        var rest = value["urn:epcglobal:cbv:".Length..];
        return Word(rest, "bizstep:"u8, "https://ref.gs1.org/cbv/BizStep-"u8, to)
            || Word(rest, "disp:"u8, "https://ref.gs1.org/cbv/Disp-"u8, to)
            || Word(rest, "btt:"u8, "https://ref.gs1.org/cbv/BTT-"u8, to) || Word(rest, "sdt:"u8, "https://ref.gs1.org/cbv/SDT-"u8, to)
            || Word(rest, "er:"u8, "https://ref.gs1.org/cbv/ER-"u8, to);
    }

    private static ReadOnlySpan<byte> Bare(EpcisField field, EpcisField parent) => (field, parent) switch
    {
        (EpcisField.BizStep, _) => "https://ref.gs1.org/cbv/BizStep-"u8,
        (EpcisField.Disposition or EpcisField.Set or EpcisField.Unset, _) => "https://ref.gs1.org/cbv/Disp-"u8,
        (EpcisField.Type, EpcisField.BizTransactionList) => "https://ref.gs1.org/cbv/BTT-"u8,
        (EpcisField.Type, EpcisField.SourceList or EpcisField.DestinationList) => "https://ref.gs1.org/cbv/SDT-"u8,
        (EpcisField.Type or EpcisField.Exception, EpcisField.SensorReport) => "https://ref.gs1.org/voc/"u8,
        (EpcisField.Component, EpcisField.SensorReport) => "https://ref.gs1.org/cbv/Comp-"u8,
        _ => default,
    };

    private static bool Word(ReadOnlySpan<byte> text, ReadOnlySpan<byte> vocabulary, ReadOnlySpan<byte> stem, PrehashBuffer to) =>
        text.StartsWith(vocabulary) && Replace(stem, text[vocabulary.Length..], to);

    private static bool Replace(ReadOnlySpan<byte> stem, ReadOnlySpan<byte> word, PrehashBuffer to)
    {
        to.Append(stem);
        to.Append(word);
        return true;
    }
}
