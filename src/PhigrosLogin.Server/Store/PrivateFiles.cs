namespace PhigrosLogin.Server.Store;

/// <summary>Makes files and folders that only their own user may read; what is there already keeps its rights.</summary>
internal static class PrivateFiles
{
    public static void CreateFolder(string path)
    {
        // On Windows the rights of the user's folder are inherited.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file that nobody else has open, by advisory lock also across processes.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
