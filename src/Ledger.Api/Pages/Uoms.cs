namespace Ledger.Api.Pages;

/// <summary>Units of measure as people write them.</summary>
internal static class Uoms
{
    /// <summary>The symbol of a UN/ECE Recommendation 20 code, the code itself where it is a rare one; nothing for pieces.</summary>
    public static string Name(string? code) => code switch
    {
        null or "" => "",
        "KGM" => "kg",
        "GRM" => "g",
        "TNE" => "t",
        "LTR" => "l",
        "MLT" => "ml",
        "MTR" => "m",
        "MTQ" => "m³",
        "LBR" => "lb",
        "H87" or "C62" or "EA" => "pieces",
        _ => code,
    };
}
