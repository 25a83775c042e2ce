using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PhigrosLogin.Tests;

/// <summary>Keeps every line that is logged.</summary>
internal sealed class LogSink : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private Action? _added;

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Which errors the test brings about.</summary>
    public Func<LogLine, bool> IsForeseen { get; set; } = _ => false;

    /// <summary>What no test expects unless it says so.</summary>
    public IEnumerable<LogLine> Errors => _lines.Where(line => line.Level >= LogLevel.Error && !IsForeseen(line));

    /// <summary>Waits until so many lines fit.</summary>
    public async Task WhenAsync(Func<LogLine, bool> fits, int count)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _added += Look;
        Look();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _added -= Look;

        void Look()
        {
            if (_lines.Count(fits) >= count) enough.TrySetResult();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogSink sink, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            sink._lines.Enqueue(new LogLine(LogLevel.Trace, category, "", $"scope {Values(state)}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            sink._lines.Enqueue(new LogLine(logLevel, category, $"{formatter(state, exception)} {exception}", Values(state)));
            sink._added?.Invoke();
        }

        private static string Values<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";
    }
}

/// <summary>A line of the log.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Category">Who speaks.</param>
/// <param name="Text">What a console would show, the exception included.</param>
/// <param name="Values">What a structured log would keep besides.</param>
internal sealed record LogLine(LogLevel Level, string Category, string Text, string Values);
