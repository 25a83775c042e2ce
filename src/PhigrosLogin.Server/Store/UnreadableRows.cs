using System.Collections.Concurrent;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Logs a row that cannot be read: once, although every sweep finds it again. The row stays in the database until it
/// expires, since another version of this program, or another key, may read it.
/// </summary>
internal sealed partial class UnreadableRows(ILogger logger)
{
    // Whoever can write to the database can produce any number of such rows.
    private const int MaxLogged = 1000;

    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.Ordinal);

    /// <param name="table">The table of the row.</param>
    /// <param name="row">The beginning of its key.</param>
    /// <param name="reason">What is wrong with it, without any value of it.</param>
    public void Report(string table, string row, string reason)
    {
        if (_logged.Count < MaxLogged && _logged.TryAdd($"{table} {row}", true)) Log.Unreadable(logger, row, table, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The stored row {Row}… of {Table} is skipped: {Reason}")]
        public static partial void Unreadable(ILogger logger, string row, string table, string reason);
    }
}
