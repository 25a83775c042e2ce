using PhigrosLogin.Bench.Reporting;

namespace PhigrosLogin.Bench.Measurements;

/// <summary>One thing that is measured, in a file of its own. It starts the gateway it needs and stops it again.</summary>
internal interface IMeasurement
{
    Task<IReadOnlyList<Row>> TakeAsync(Stage stage);
}
