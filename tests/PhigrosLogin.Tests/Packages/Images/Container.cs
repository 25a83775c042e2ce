using System.Globalization;
using System.Text.Json;

namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>
/// Starts an image as a container engine does, with what Debian has: its files alone, and only to be read; its environment and
/// nothing of ours; its user, without privileges; process 1 among processes of its own; a volume where it keeps its data.
/// </summary>
internal sealed class Container(MadeImage image)
{
    private static readonly DebianProgram Unshare = new("unshare", "util-linux");

    private static IEnumerable<string> AsRoot => Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];

    private static IEnumerable<string> IntoItsUsers => Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];

    /// <summary>Starts it in the network of the tests, with settings behind its entrypoint.</summary>
    public Task<ServerProcess> StartAsync(string volume, IEnumerable<string> settings) => StartAsync(volume, [], [], [.. ServerProcess.ForTests, .. settings]);

    /// <summary>Starts it in a network of its own, as it stands.</summary>
    /// <param name="volume">The folder of the volume.</param>
    /// <param name="environment">Variables such as <c>Name=value</c>, more than those of the image.</param>
    public Task<ServerProcess> StartAloneAsync(string volume, IEnumerable<string> environment) => StartAsync(volume, ["--net"], environment, []);

    /// <summary>Asks it by curl from inside its network.</summary>
    public static Task<string> AskAsync(ServerProcess started, string url) =>
        new DebianProgram("nsenter", "util-linux").RunAsync([
            "--target", Only(started.ProcessId).ToString(CultureInfo.InvariantCulture), "--net", .. IntoItsUsers, "curl", "--noproxy", "*", "--silent", "--show-error", "--include", url]);

    /// <summary>What <c>docker stop</c> sends, to the program and not to those that started it.</summary>
    public static void Stop(ServerProcess started) => ServerProcess.Terminate(Only(Only(started.ProcessId)));

    private async Task<ServerProcess> StartAsync(string volume, IEnumerable<string> network, IEnumerable<string> environment, IEnumerable<string> arguments)
    {
        await SkipWhereForbiddenAsync();
        var config = image.Configuration.GetProperty("config");
        var user = config.GetProperty("User").GetString()!;
        string[] asUser = Environment.IsPrivilegedProcess ? [$"--setgid={user}", $"--setuid={user}"] : [$"--map-user={user}", $"--map-group={user}"];
        var data = Strings(config, "Env").Single(variable => variable.StartsWith("DataFolder=", StringComparison.Ordinal)).Split('=')[1];
        // A new volume belongs to whom the folder in the image belongs to. /dev and /proc are the engine's.
        var prepare = $"""
            chown --reference={image.Root}{data} {volume}
            chmod 755 {image.Root}
            mkdir -p {image.Root}/dev {image.Root}/proc
            mount --bind {image.Root} {image.Root}
            cd {image.Root}
            mount --rbind /dev dev
            mount --bind {volume} .{data}
            mount -o remount,bind,ro {image.Root}
            [ -z "{string.Concat(network)}" ] || ip link set lo up
            exec "$@"
            """;
        return await ServerProcess.StartCommandAsync([
            "unshare", .. AsRoot, .. network, "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", prepare, "sh",
            "env", "--ignore-environment", .. Strings(config, "Env"), .. environment,
            "setpriv", "--no-new-privs", "unshare", "--pid", "--fork", "--mount-proc", $"--root={image.Root}", $"--wd={config.GetProperty("WorkingDir").GetString()}", .. asUser,
            "--", .. Strings(config, "Entrypoint"), .. arguments]);
    }

    // As inside most other containers.
    private static async Task SkipWhereForbiddenAsync()
    {
        using var trial = Unshare.Start(new Dictionary<string, string>(), [.. AsRoot, "--mount", "--pid", "--fork", "sh", "-c", "exec unshare --pid --fork --mount-proc true"]);
        var words = await trial.StandardError.ReadToEndAsync();
        await trial.WaitForExitAsync();
        Assert.SkipUnless(trial.ExitCode == 0, $"This machine does not let this user start a container: {words}");
    }

    private static IReadOnlyList<string> Strings(JsonElement config, string name) => [.. config.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private static int Only(int parent) =>
        int.Parse(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{parent}/task/{parent}/children")).Trim(), CultureInfo.InvariantCulture);
}
