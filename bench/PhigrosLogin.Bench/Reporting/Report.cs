using System.Globalization;
using System.Text;

namespace PhigrosLogin.Bench.Reporting;

/// <summary>Writes the figures into docs/reports/bench.md.</summary>
internal static class Report
{
    /// <param name="folder">The root of the repository.</param>
    /// <param name="rows">The figures.</param>
    /// <param name="loadAtStart">What else the machine had to do when the run began.</param>
    public static async Task WriteAsync(string folder, IReadOnlyList<Row> rows, string loadAtStart)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(folder, "docs/reports/bench.md"), Full(rows, date, loadAtStart));
    }

    private static string Full(IReadOnlyList<Row> rows, string date, string loadAtStart)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            # Benchmark report

            {date}, `bench/run.sh`, logging at Warning; load at the start {loadAtStart}.
            {Machine.Describe()}.

            | what | goal | seen | half of the figures between | made of |
            |---|---|---|---|---|

            """);
        foreach (var row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.What} | {row.Goal} | {Seen(row)} | {row.Between} | {row.Details} |");
        }
        text.Append("""

            **How to read it.** A ratio is the gateway's requests a second over its rival's, loaded in turn by wrk with 32 connections
            on the same machine: the median of the pairs, and between what half of them lie. Requests a second are this
            machine's, with the load generator and the upstream on the same cores, and say nothing about another; the CPU time of a
            request is of the one process alone. The *bare endpoint* is an ASP.NET endpoint with the gateway's Kestrel options that parses
            the body into its type and writes the gateway's bytes, head and body, and does nothing else. The *forwarder* asks the
            same upstream as often as the gateway and passes the answer on; it signs, checks and stores nothing. The upstream is a
            process that answers constant bytes at once. The upstream calls show that an answer came from memory: there are no
            more of them than the pace allows. A time at a fixed rate counts from the moment when the request was due.

            """);
        return text.ToString();
    }

    private static string Seen(Row row) => row.IsMet ? row.Figure : $"**{row.Figure}** (missed)";
}
