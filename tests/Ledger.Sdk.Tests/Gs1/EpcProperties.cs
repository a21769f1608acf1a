using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Tests.Gs1;

/// <summary>What holds for every identifier and for every text.</summary>
public sealed class EpcProperties
{
    private const string SerialCharacters = "!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz";

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Every_urn_leads_to_a_digital_link_and_back() =>
        Prop.ForAll(Arb.From(Urns()), urn =>
        {
            var epc = Epc.Parse(urn);
            var back = Epc.Parse(epc.CanonicalUri);
            return epc.Urn == urn && back.Equals(epc) && back.CanonicalUri == epc.CanonicalUri && back.Kind == epc.Kind;
        }).Check(Many);

    /// <summary>Common URNs take a shortcut, which must lead to the same place, and nowhere where the text is at fault.</summary>
    [Fact]
    public void An_identity_is_what_the_full_reader_gives() =>
        Prop.ForAll(Arb.From(Urns()), Arb.From(Gen.Choose(0, 60)), Arb.From(Gen.Elements("", "0", "7", ".", "-", "A", "%", "%2F", ":", "é")), (urn, place, change) =>
        {
            var text = change.Length == 0 ? urn : urn.Remove(Math.Min(place, urn.Length - 1), 1).Insert(Math.Min(place, urn.Length - 1), change);
            var isOne = Epc.TryIdentity(text, out var identity, out _);
            return Epc.TryParse(text, out var epc) ? identity == epc.CanonicalUri : !isOne || identity == text;
        }).Check(Many);

    [Fact]
    public void Every_identifier_is_the_same_in_element_strings() =>
        Prop.ForAll(Arb.From(Urns()), urn =>
        {
            var epc = Epc.Parse(urn);
            var strings = new ElementString(epc.Elements);
            return Epc.Parse(strings.Bracketed).Equals(epc) && Epc.Parse(strings.Unbracketed).Equals(epc)
                && Epc.Parse("]d2" + strings.Unbracketed[1..].Replace('^', '\u001d')).Equals(epc);
        }).Check(Many);

    [Fact]
    public void Every_single_wrong_digit_of_a_key_is_found() =>
        Prop.ForAll(Arb.From(Urns()), Arb.From(Gen.Choose(0, 13)), Arb.From(Gen.Choose(1, 9)), (urn, place, change) =>
        {
            var epc = Epc.Parse(urn);
            if (epc.PrimaryKey.Code is not ("01" or "00" or "414" or "417" or "8017" or "8018" or "402")) return true;
            var digits = epc.PrimaryKey.Value.ToCharArray();
            place %= digits.Length;
            digits[place] = (char)('0' + (digits[place] - '0' + change) % 10);
            return !Epc.TryParse($"({epc.PrimaryKey.Code}){new string(digits)}", out _);
        }).Check(Many);

    [Fact]
    public void No_text_makes_a_parser_throw_anything_but_its_error() =>
        Prop.ForAll(Arb.From(Texts()), text =>
        {
            _ = Epc.TryParse(text, out _);
            _ = Gs1Text.TryParse(text, new Gs1Options { PermitUnknown = true, PermitShortGtin = true }, out _, out _);
            _ = ElementString.TryParse(text, null, out _, out _);
            _ = DigitalLink.TryParse(text, null, out _, out _);
            try
            {
                Epc.Identity(text);
            }
            catch (InvalidIdentifierException)
            {
            }
            return true;
        }).Check(Many);

    [Fact]
    public void Check_characters_accept_what_they_were_computed_for() =>
        Prop.ForAll(Arb.From(Text(SerialCharacters, 0, 20)), text =>
            Linters.Check("csumalpha", text + CheckCharacters.Of(text)) is null).Check(Many);

    private static Gen<string> Urns() =>
        from prefix in Gen.Choose(6, 12).SelectMany(n => Text("0123456789", n, n))
        from digits in Text("0123456789", 17, 17)
        from serial in Text(SerialCharacters, 1, 16)
        from number in Gen.Choose(1, 999_999)
        from scheme in Gen.Choose(0, 17)
        select Urn(scheme, prefix, digits, EpcUrn.Escape(serial), number);

    private static string Urn(int scheme, string prefix, string digits, string serial, int number)
    {
        string Rest(int total) => digits[..(total - prefix.Length)];
        return scheme switch
        {
            0 => $"urn:epc:id:sgtin:{prefix}.{Rest(13)}.{serial}",
            1 => $"urn:epc:class:lgtin:{prefix}.{Rest(13)}.{serial}",
            2 => $"urn:epc:id:upui:{prefix}.{Rest(13)}.{serial}",
            3 => $"urn:epc:idpat:sgtin:{prefix}.{Rest(13)}.*",
            4 => $"urn:epc:id:sscc:{prefix}.{Rest(17)}",
            5 => $"urn:epc:id:sgln:{prefix}.{Rest(12)}.{serial}",
            6 => $"urn:epc:id:pgln:{prefix}.{Rest(12)}",
            7 => $"urn:epc:id:grai:{prefix}.{Rest(12)}.{serial}",
            8 => $"urn:epc:idpat:grai:{prefix}.{Rest(12)}.*",
            9 => $"urn:epc:id:giai:{prefix}.{serial}",
            10 => $"urn:epc:id:gsrn:{prefix}.{Rest(17)}",
            11 => $"urn:epc:id:gsrnp:{prefix}.{Rest(17)}",
            12 => $"urn:epc:id:gdti:{prefix}.{Rest(12)}.{serial}",
            13 => $"urn:epc:id:sgcn:{prefix}.{Rest(12)}.{number}",
            14 => $"urn:epc:id:cpi:{prefix}.P{number}.{number}",
            15 => $"urn:epc:id:ginc:{prefix}.{serial}",
            16 => $"urn:epc:id:gsin:{prefix}.{Rest(16)}",
            _ => $"urn:epc:id:itip:{prefix}.{Rest(13)}.01.02.{serial}",
        };
    }

    private static Gen<string> Texts() => Gen.OneOf(
        Text("()[]^\u001d0123456789\\ABCabc|]", 0, 40),
        Text("urn:epcidsgtlassp.*%/0123456789", 0, 40).Select(t => "urn:epc:id:" + t),
        Text("/0123456789%abc?&=#+;", 0, 40).Select(t => "https://a/01/" + t),
        from urn in Urns()
        from at in Gen.Choose(0, 60)
        from c in Gen.Elements("()^%/.:\u001d\u00e90 \0".ToCharArray())
        select urn.Insert(Math.Min(at, urn.Length), c.ToString()),
        ArbMap.Default.GeneratorFor<string>().Select(t => t ?? ""));

    private static Gen<string> Text(string characters, int shortest, int longest) =>
        Gen.Choose(shortest, longest).SelectMany(n => Gen.Elements(characters.ToCharArray()).ArrayOf(n)).Select(c => new string(c));
}
