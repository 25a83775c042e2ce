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
        var asked = new Task<double>[(int)(perSecond * length.TotalSeconds)];
        // A thread of its own: a timer's callback waits its turn among the answers, and would be measured with them.
        await Task.Factory.StartNew(Drive, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return [.. (await Task.WhenAll(asked)).Order()];

        void Drive()
        {
            var begun = time.GetTimestamp();
#pragma warning disable RS0030 // here the wall clock is what is driven by
            for (var next = 0; next < asked.Length; Thread.Sleep(1))
#pragma warning restore RS0030
            {
                var due = Math.Min(asked.Length, (int)(time.GetElapsedTime(begun).TotalSeconds * perSecond));
                for (; next < due; next++) asked[next] = AskAsync(begun + (next * time.TimestampFrequency / perSecond));
            }
        }

        async Task<double> AskAsync(long due)
        {
            await http.GetByteArrayAsync(url);
            return time.GetElapsedTime(due).TotalMilliseconds;
        }
    }
}
