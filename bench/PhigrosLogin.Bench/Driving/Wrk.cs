using System.Diagnostics;
using System.Globalization;

namespace PhigrosLogin.Bench.Driving;

/// <summary>A closed loop of 32 connections (Debian's wrk package): each asks again as soon as it is answered.</summary>
internal static class Wrk
{
    public const int Connections = 32;

    /// <summary>Loads an address and counts.</summary>
    /// <param name="url">What is asked for.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="script">The file of a Lua script that makes the requests.</param>
    /// <param name="arguments">What the script gets.</param>
    /// <exception cref="InvalidOperationException">An answer was no success, or a connection broke: then the count says nothing.</exception>
    public static async Task<(long Requests, double PerSecond)> LoadAsync(Uri url, int seconds, string? script = null, params string[] arguments)
    {
        string[] command =
        [
            "-t1", string.Create(CultureInfo.InvariantCulture, $"-c{Connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{seconds}"), "--timeout", "60s",
            .. script is null ? (string[])[] : ["-s", script], url.AbsoluteUri,
            .. arguments.Length == 0 ? (string[])[] : ["--", .. arguments],
        ];
        using var wrk = Process.Start(new ProcessStartInfo("wrk", command) { RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (wrk.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"wrk {string.Join(' ', command)}: {said}");
        }
        var words = said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var requests = long.Parse(words[Array.IndexOf(words, "requests") - 1], CultureInfo.InvariantCulture);
        // On a machine that is busy with other things a second can pass without an answer.
        if (requests == 0 && seconds < 30) return await LoadAsync(url, (2 * seconds) + 1, script, arguments);
        return (requests, double.Parse(words[Array.IndexOf(words, "Requests/sec:") + 1], CultureInfo.InvariantCulture));
    }
}
