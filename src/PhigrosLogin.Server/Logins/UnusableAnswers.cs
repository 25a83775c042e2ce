using System.Collections.Concurrent;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// Logs an answer of an upstream that could not be used, each kind once while the program runs: what is wrong and the
/// masked structure of the answer, so that a report from the log suffices for a fix.
/// </summary>
internal sealed partial class UnusableAnswers(string region, ILogger logger)
{
    // An upstream chooses what it sends, so the kinds are bounded.
    private const int MostKinds = 100;

    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.Ordinal);

    /// <param name="trouble">What is wrong; anything but an unusable answer is ignored.</param>
    /// <param name="received">What arrived.</param>
    public void Add(UpstreamException trouble, ReceivedAnswer received)
    {
        if (trouble.Trouble is not (UpstreamTrouble.BadAnswer or UpstreamTrouble.Blocked)) return;
        if (_logged.Count >= MostKinds || !_logged.TryAdd(trouble.Message, true)) return;
        var structure = received.Structure ?? "nothing complete arrived";
        if (trouble.Trouble == UpstreamTrouble.Blocked)
            Log.Blocked(logger, region, trouble.Message, $"Regions:{region}:Proxy", structure);
        else
            Log.Unusable(logger, region, trouble.Message, structure);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "An answer in region {Region} could not be used: {Trouble} Its structure: {Structure}")]
        public static partial void Unusable(ILogger logger, string region, string trouble, string structure);

        [LoggerMessage(2, LogLevel.Warning,
            "An answer in region {Region} could not be used: {Trouble} Another address may be let through: see the " +
            "setting {Setting}. Its structure: {Structure}")]
        public static partial void Blocked(ILogger logger, string region, string trouble, string setting,
            string structure);
    }
}
