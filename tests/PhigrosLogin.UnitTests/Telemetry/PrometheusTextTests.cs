using System.Diagnostics.Metrics;
using PhigrosLogin.Server.Telemetry;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>The numbers in memory and the text made of them.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void A_counter_is_a_total_in_its_unit_and_hostile_labels_are_escaped()
    {
        var family = new Family(_meter.CreateCounter<long>("some.time", "s", "a \\ b\nc"));
        family.Take(2, [new("a.b", "x\"y\\z\nw"), new("flag", true), new("count", 7)]);
        family.Take(0.5, [new("count", 7), new("a.b", "x\"y\\z\nw"), new("flag", true)]);

        var text = PrometheusText.Write([family]);

        text.ShouldBe("""
            # HELP some_time_seconds_total a \\ b\nc
            # TYPE some_time_seconds_total counter
            # UNIT some_time_seconds_total seconds
            some_time_seconds_total{a_b="x\"y\\z\nw",flag="true",count="7"} 2.5

            """);
    }

    [Fact]
    public void A_histogram_counts_into_the_buckets_that_its_instrument_wishes()
    {
        var family = new Family(_meter.CreateHistogram("wait", "By", "How much", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] }));
        foreach (var value in (double[])[0.25, 0.5, 1, 100]) family.Take(value, []);

        var text = PrometheusText.Write([family]);

        text.ShouldEndWith("""
            wait_bytes_bucket{le="0.5"} 2
            wait_bytes_bucket{le="2"} 3
            wait_bytes_bucket{le="+Inf"} 4
            wait_bytes_sum 101.75
            wait_bytes_count 4

            """);
    }

    [Fact]
    public void What_is_more_than_anybody_can_have_meant_shares_one_series()
    {
        var family = new Family(_meter.CreateCounter<long>("many"));
        for (var which = 0; which < Family.MostSeries + 50; which++) family.Take(1, [new("which", which)]);

        family.All.Count().ShouldBe(Family.MostSeries + 1);
        PrometheusText.Write([family]).ShouldContain("many_total{otel_metric_overflow=\"true\"} 50\n");
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var family = new Family(_meter.CreateHistogram<double>("quick"));
        KeyValuePair<string, object?>[] tags = [new("http.route", "/a/b"), new("http.response.status_code", 200)];
        family.Take(1, tags);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var time = 0; time < 1000; time++) family.Take(time, tags);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
