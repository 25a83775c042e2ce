using System.Globalization;
using System.Text;

namespace PhigrosLogin.Server.Store;

/// <summary>
/// Keeps a SQLite file for one process. The lock lies on a file beside it and falls with the process, however it ends.
/// A restart meets the old process on its way out, so a newcomer waits for a while.
/// </summary>
internal sealed partial class StoreLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // https://www.sqlite.org/fileformat2.html#magic_header_string
    private static ReadOnlySpan<byte> SqliteHeader => "SQLite format 3\0"u8;

    private readonly FileStream _lock;
    private readonly string _holder;

    private StoreLock(FileStream held, string holder)
    {
        (_lock, _holder) = (held, holder);
        using var note = PrivateFiles.Open(holder, FileMode.Create);
        note.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
    }

    /// <exception cref="StoreUnavailableException">The file is none of SQLite's, or another process did not leave within 30 s.</exception>
    public static async Task<StoreLock> TakeAsync(string file, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        // One lock for a file, whatever link leads to it.
        if (File.Exists(file)) file = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        // The lock file cannot be read while it is locked, so the holder writes its name into another.
        var holder = file + ".pid";
        // NOTE: not while another store of this process has it open: closing a file gives up SQLite's locks on it.
        if (!File.Exists(holder)) RequireDatabase(file);
        var start = time.GetTimestamp();
        FileStream? held;
#pragma warning disable CA2000 // it is held on purpose: the lock that is returned disposes of it
        for (var first = true; (held = TryOpen(file + ".lock")) is null; first = false)
#pragma warning restore CA2000
        {
            if (time.GetElapsedTime(start) >= Patience) throw InUse(file, holder);
            if (first) Log.Waiting(logger, file, Patience.TotalSeconds);
            await Task.Delay(Pause, time, cancellationToken);
        }
        // A second lock must not succeed: some network file systems, and a switch of .NET, have none.
        if (CanOpen(file + ".lock"))
        {
            await held.DisposeAsync();
            throw new StoreUnavailableException(
                $"The file system of the store {file} has no file locks (or DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set), " +
                "so a second process could open it. Set Store to a file on a local disk.");
        }
        return new StoreLock(held, holder);
    }

    public void Dispose()
    {
        File.Delete(_holder);
        // NOTE: the lock file stays: were it deleted, two newcomers could each lock a file of that name.
        _lock.Dispose();
    }

    // Before anything is made beside it: /etc/passwd.lock means something to other programs.
    private static void RequireDatabase(string file)
    {
        if (Directory.Exists(file))
        {
            throw new StoreUnavailableException(
                $"The store {file} is a folder: set Store to a file, or DataFolder to this folder.");
        }
        if (!File.Exists(file)) return;
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> beginning = stackalloc byte[SqliteHeader.Length];
        var length = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        if (length > 0 && !beginning.SequenceEqual(SqliteHeader))
        {
            throw new StoreUnavailableException(
                $"The store {file} is damaged or no SQLite database. " +
                "Move it away (or restore a copy), or set Store to another file.");
        }
    }

    private static bool CanOpen(string path)
    {
        using var stream = TryOpen(path);
        return stream is not null;
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }

    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static StoreUnavailableException InUse(string file, string holder)
    {
        var who = File.Exists(holder) && int.TryParse(File.ReadAllText(holder), CultureInfo.InvariantCulture, out var id)
            ? FormattableString.Invariant($"another process (id {id})")
            : "another process";
        return new($"The store {file} is in use by {who}, which did not leave within {Patience.TotalSeconds} seconds. Stop that process, or set Store to a file of this one's own.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The store {File} is in use; waiting up to {Seconds} s for the other process to leave")]
        public static partial void Waiting(ILogger logger, string file, double seconds);
    }
}
