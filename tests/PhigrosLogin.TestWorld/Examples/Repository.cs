namespace PhigrosLogin.Tests.Examples;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    public static string File(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "PhigrosLogin.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, path);
    }

    public static string Read(string path) => System.IO.File.ReadAllText(File(path));
}
