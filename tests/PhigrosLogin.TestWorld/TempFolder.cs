namespace PhigrosLogin.Tests;

/// <summary>A folder that goes with its test; declared before what uses it, it goes after.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("phigros-login-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
