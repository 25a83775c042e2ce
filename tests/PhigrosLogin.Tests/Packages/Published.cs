using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>
/// The gateway as an operator gets it: the archive that <c>./publish.sh linux-x64</c> makes, unpacked. <c>./test.sh</c> makes it
/// beside the build (and says so with <c>PHIGROSLOGIN_PUBLISHED</c>); without it, it is made here.
/// </summary>
[CollectionDefinition(nameof(Published))]
public sealed class Published : IAsyncLifetime, ICollectionFixture<Published>
{
    private static readonly string Root = Path.GetDirectoryName(Repository.File("PhigrosLogin.slnx"))!;

    private readonly TempFolder _folder = new();

    /// <summary>The archive itself.</summary>
    public static string Archive => Directory.GetFiles(Path.Combine(Root, "artifacts"), "phigros-login-*-linux-x64.tar.gz")
        .ShouldHaveSingleItem("./publish.sh linux-x64 makes it, and the end of ./test.sh shows why it did not");

    /// <summary>The only folder in the archive.</summary>
    public string Folder => Directory.GetDirectories(_folder.Path).ShouldHaveSingleItem();

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("PHIGROSLOGIN_PUBLISHED") is null) await RunAsync("bash", Path.Combine(Root, "publish.sh"), "linux-x64");
        else await RunAsync("flock", Path.Combine(Root, "artifacts", ".lock"), "true");
        await RunAsync("tar", "-xzf", Archive, "-C", _folder.Path);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts the published file as <see cref="ServerProcess"/> starts the built one.</summary>
    internal Task<ServerProcess> StartAsync(IEnumerable<string> settings, params (string Name, string Value)[] environment) =>
        ServerProcess.StartProgramAsync(Path.Combine(Folder, "phigros-login-server"), settings, environment);

    // Longer than any other program is waited for: one trimmed file takes a minute, and more on a busy machine.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        await using var running = RunningExample.Start(program, arguments, new Dictionary<string, string>(), TimeSpan.FromMinutes(10));
        var (status, output, words) = await running.EndAsync();
        status.ShouldBe(0, $"{program}: {output} {words}");
    }
}
