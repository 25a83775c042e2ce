namespace PhigrosLogin.Bench.Driving;

/// <summary>
/// An open loop: requests come when they are due, whether earlier ones are answered or not, and each is timed from the
/// moment when it was due. So a slow answer is not hidden by fewer questions, and a late question counts as slow.
/// </summary>
internal static class FixedRate
{
    /// <returns>The milliseconds from due to answered, sorted.</returns>
    public static async Task<double[]> RunAsync(HttpClient http, Uri url, int perSecond, TimeSpan length)
    {
        var time = TimeProvider.System;
        var (begun, count) = (time.GetTimestamp(), (int)(perSecond * length.TotalSeconds));
        var asked = new List<Task<double>>(count);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (asked.Count < count)
        {
            var due = Math.Min(count, (int)(time.GetElapsedTime(begun).TotalSeconds * perSecond));
            while (asked.Count < due) asked.Add(AskAsync(begun + (asked.Count * time.TimestampFrequency / perSecond)));
            await tick.WaitForNextTickAsync();
        }
        return [.. (await Task.WhenAll(asked)).Order()];

        async Task<double> AskAsync(long due)
        {
            await http.GetByteArrayAsync(url);
            return time.GetElapsedTime(due).TotalMilliseconds;
        }
    }
}
