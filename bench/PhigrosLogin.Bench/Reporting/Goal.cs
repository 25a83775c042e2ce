using System.Globalization;

namespace PhigrosLogin.Bench.Reporting;

/// <summary>What a figure is to reach, and how it and its like are written.</summary>
/// <param name="Sign">≥, ≤ or &lt;.</param>
/// <param name="Unit">What follows a figure, such as "×" or " ms".</param>
/// <param name="Digits">How a figure that was seen is written.</param>
internal sealed record Goal(string Sign, double Limit, string Unit, string Digits = "0")
{
    public bool IsMetBy(double figure) => Sign switch
    {
        "≥" => figure >= Limit,
        "≤" => figure <= Limit,
        "<" => figure < Limit,
        _ => throw new InvalidOperationException($"{Sign} compares nothing."),
    };

    /// <summary>A figure as the table has it.</summary>
    public string Write(double figure) => figure.ToString(Digits, CultureInfo.InvariantCulture) + Unit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sign} {Limit}{Unit}");
}
