using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>A vocabulary of the CBV 2.0 or the GS1 Web Vocabulary whose words stand bare in JSON and as URIs in XML.</summary>
internal sealed class CbvWords
{
    public static readonly CbvWords BizStep = new("urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-", "cbv:BizStep-",
        "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning departing "
        + "destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading other packing picking "
        + "receiving removing repackaging repairing replacing reserving retail_selling shipping staging_outbound stock_taking stocking storing "
        + "transporting unloading unpacking void_shipping sensor_reporting sampling");

    public static readonly CbvWords Disposition = new("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-", "cbv:Disp-",
        "active container_closed damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive no_pedigree_match "
        + "non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen "
        + "unknown available completeness_verified completeness_inferred conformant container_open mismatch_instance mismatch_class "
        + "mismatch_quantity needs_replacement non_conformant unavailable");

    public static readonly CbvWords Transaction = new("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-", "cbv:BTT-",
        "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt");

    public static readonly CbvWords Party = new("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-", "cbv:SDT-",
        "owning_party possessing_party location");

    public static readonly CbvWords ErrorReason = new("urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-", "cbv:ER-",
        "did_not_occur incorrect_data");

    public static readonly CbvWords Component = new(null, "https://ref.gs1.org/cbv/Comp-", "cbv:Comp-",
        "x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude altitude");

    public static readonly CbvWords Alert = new(null, "https://ref.gs1.org/voc/", "gs1:", "ALARM_CONDITION ERROR_CONDITION");

    public static readonly CbvWords Measurement = new(null, "https://ref.gs1.org/voc/", "gs1:",
        "AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance AmountOfSubstancePerUnitVolume Angle "
        + "AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent "
        + "DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force "
        + "Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux "
        + "MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy "
        + "MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed "
        + "SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber");

    private readonly FrozenSet<string> set;
    private readonly string[] stems;

    private CbvWords(string? urn, string uri, string compact, string words)
    {
        (Uri, Words) = (uri, words);
        Xml = urn ?? compact;
        stems = [.. new[] { urn, uri, compact }.OfType<string>()];
        set = words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The words, divided by blanks.</summary>
    public string Words { get; }

    /// <summary>What stands before a word in the web vocabulary.</summary>
    public string Uri { get; }

    /// <summary>What stands before a word in XML.</summary>
    public string Xml { get; }

    /// <summary>The form in JSON: the bare word, the web URI of a word that the standard does not have, or any other text as it is.</summary>
    public string ToJson(string text)
    {
        foreach (var stem in stems)
            if (text.StartsWith(stem, StringComparison.Ordinal) && text.Length > stem.Length)
                return set.Contains(text[stem.Length..]) ? text[stem.Length..] : Uri + text[stem.Length..];
        return text;
    }

    /// <summary>The form in XML: bare words get what stands before them.</summary>
    public string ToXml(string text) => set.Contains(text) ? Xml + text : text;
}
