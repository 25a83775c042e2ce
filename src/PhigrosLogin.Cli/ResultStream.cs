using System.Runtime.InteropServices;

namespace PhigrosLogin.Cli;

/// <summary>
/// stdout, where results go. Unlike the console's own stream it also fails where the other end of a pipe is closed: what
/// is written here may be the only copy of a token.
/// </summary>
internal sealed partial class ResultStream : Stream
{
    private const int StandardOutput = 1;
    private const int InterruptedError = 4;
    private const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    private const int Reserved = 4096; // bytes; every result is smaller
    private const int NoSpaceError = 28;
    private const int FromStart = 0; // SEEK_SET and its neighbours
    private const int FromHere = 1;
    private const int FromEnd = 2;

    private readonly Stream _console = Console.OpenStandardOutput();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Tries, without writing anything, whether a result can be written. NOTE: it finds a full disk on Linux alone, and the
    /// other end of a pipe may still be closed later.
    /// </summary>
    /// <exception cref="IOException">It could not.</exception>
    public static void Test()
    {
        if (OperatingSystem.IsWindows()) return;
        byte nothing = 0;
        if (WriteTo(StandardOutput, ref nothing, 0) < 0) throw Failure(Marshal.GetLastPInvokeError());
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return;
        // Room for a result at the end of a file, without making the file longer. A pipe, a terminal and some file systems
        // have no such thing, which is no failure.
        var here = Seek(StandardOutput, 0, FromHere);
        if (here < 0) return;
        var end = Seek(StandardOutput, 0, FromEnd);
        Seek(StandardOutput, here, FromStart);
        var failed = Reserve(StandardOutput, KeepSize, Math.Max(here, end), Reserved) < 0;
        if (failed && Marshal.GetLastPInvokeError() == NoSpaceError) throw Failure(NoSpaceError);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (OperatingSystem.IsWindows())
        {
            _console.Write(buffer);
            return;
        }
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(StandardOutput, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() is not InterruptedError and var error) throw Failure(error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _console.Dispose();
        base.Dispose(disposing);
    }

    private static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error));

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int file, ref byte buffer, nuint count);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(int file, long offset, int origin);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Reserve(int file, int mode, long offset, long length);
}
