using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PhigrosLogin.Tests.Cli;

namespace PhigrosLogin.Tests.Serving;

/// <summary>
/// How the program starts, and how it ends when it cannot: with one sentence that names the setting, and 1 or 2.
/// </summary>
public sealed class StartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static string Program => ServerProcess.Published ?? ServerProcess.Built;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "$SERVER --Urls=http://192.0.2.1:6445", 1,
        "Urls: the gateway cannot listen at http://192.0.2.1:6445: this machine has no such address.")]
    [InlineData(
        "$SERVER --ManagementUrls=http://192.0.2.1:6445", 1,
        "ManagementUrls: the gateway cannot listen at http://192.0.2.1:6445: this machine has no such address.")]
    [InlineData("$SERVER --Urls=http://127.0.0.1:99999", 2, "Urls must be addresses")]
    [InlineData("$SERVER --Logging:LogLevel:Default=Loud", 2, "Logging:LogLevel:Default must be one of Trace, Debug,")]
    [InlineData(
        "$SERVER --Logging:Console:FormatterOptions:SingleLine=maybe", 2,
        "Logging:Console:FormatterOptions:SingleLine has a value that it cannot have.")]
    [InlineData("$SERVER '--StoreKey=   '", 2, "StoreKey must be 32 random bytes in base64")]
    [InlineData("$SERVER '--Store=mysql://u:hunter2@host/x'", 2, "Store must be a SQLite file")]
    [InlineData(
        "Limits__MaxLogin=7 $SERVER", 2,
        "Limits:MaxLogin is not a known setting; did you mean Limits:MaxLogins?")]
    [InlineData(
        "echo '{ \"PublicUr\": \"https://hunter2\" }' > appsettings.json; $SERVER", 2,
        "PublicUr is not a known setting; did you mean PublicUrl?")]
    [InlineData(
        "printf '{ \"Store\": \"memory\",\\n  \"StoreKey\": hunter2\\n}' > appsettings.json; $SERVER", 2,
        "appsettings.json is not valid JSON: line 2, byte 15.")]
    [InlineData(
        "echo '[\"hunter2\"]' > appsettings.json; $SERVER", 2,
        "appsettings.json cannot be used: it must be one JSON object")]
    [InlineData(
        "echo '{}' > appsettings.json; chmod 755 .; chmod 000 appsettings.json; $AS_NOBODY $SERVER", 2,
        "appsettings.json in the working directory cannot be read:")]
    [InlineData(
        "mkdir gone; cd gone; rmdir ../gone; $SERVER", 2,
        "The working directory, where appsettings.json is looked for, does not exist any more.")]
    [InlineData("$SERVER >/dev/full", 1, "The first lines cannot be written to stdout (No space left on device).")]
    [InlineData("$SERVER >&-", 1, "The first lines cannot be written to stdout (")]
    public async Task What_keeps_it_from_starting_is_one_sentence(string script, int status, string sentence)
    {
        var end = await RunAsync(script);

        end.Status.ShouldBe(status, end.Words);
        end.Words.ShouldStartWith(sentence);
        end.Words.Trim().ShouldNotContain('\n');
        end.Words.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task With_nothing_to_write_to_it_ends_all_the_same()
    {
        var end = await RunAsync("$SERVER >/dev/full 2>&1");

        end.Status.ShouldBe(1);
    }

    [Theory]
    [InlineData("Urls")]
    [InlineData("ManagementUrls")]
    public async Task An_address_that_is_in_use_is_told_with_its_setting(string setting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";

        var end = await RunAsync($"$SERVER --{setting}={url}");

        end.Status.ShouldBe(1, end.Words);
        end.Words.ShouldBe(
            $"{setting}: the gateway cannot listen at {url}: the address is in use. " +
            $"Choose another address, such as --{setting}=http://localhost:5016.\n");
    }

    [Fact]
    public async Task The_first_screen_says_where_logins_are_and_where_their_key_is_from()
    {
        var file = Path.Combine(_folder.Path, "logins.db");
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var inFile = await ServerProcess.StartAsync([$"--Store={file}"]);
        await inFile.StopAsync();
        await using var withSetting = await ServerProcess.StartAsync([$"--Store={file}2"], ("StoreKey", key));
        await withSetting.StopAsync();
        await using var inMemory = await ServerProcess.StartAsync([]);
        await inMemory.StopAsync();

        inFile.Console.ShouldContain($"  store    {file}, key from {Path.Combine(_folder.Path, "store.key")}\n");
        withSetting.Console.ShouldContain($"  store    {file}2, key from the setting StoreKey\n");
        withSetting.Console.ShouldNotContain(key);
        inMemory.Console.ShouldContain("  store    memory (lost when the gateway stops)\n");
    }

    [Fact]
    public async Task What_an_operator_should_change_is_a_warning_and_what_other_programs_read_is_none()
    {
        var file = Path.Combine(_folder.Path, "logins.db");
        await File.WriteAllBytesAsync(file, [], TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var server = await ServerProcess.StartAsync(
            [
                $"--Store={file}", $"--StoreKey={key}",
                "--Regions:cn:Proxy=http://user:hunter2@127.0.0.1:1", "--Limits:MaxConnections=1000000",
            ],
            ("PublicUrll", "hunter2"), ("PUBLIC_URL", "hunter2"),
            ("URL", "x"), ("HOSTNAME", "x"), ("Phigros__Token", "x"));
        await server.StopAsync();

        server.Console.ShouldContain("StoreKey is on the command line");
        server.Console.ShouldContain("Regions:cn:Proxy is on the command line");
        server.Console.ShouldContain("not a setting: PublicUrll (did you mean PublicUrl?)");
        server.Console.ShouldContain("not a setting: PUBLIC_URL (did you mean PublicUrl?)");
        server.Console.ShouldContain("fewer than Limits:MaxConnections (1000000,");
        server.Console.ShouldContain($"Other users of this machine can read or write {file}");
        server.Console.ShouldNotContain("not a setting: URL");
        server.Console.ShouldNotContain("not a setting: HOSTNAME");
        server.Console.ShouldNotContain("hunter2");
        server.Console.ShouldNotContain(key);
    }

    [Fact]
    public async Task SIGHUP_ends_nothing()
    {
        await using var server = await ServerProcess.StartAsync([]);

        await new DebianProgram("kill", "procps").RunAsync("-HUP", $"{server.ProcessId}");
        (await RawHttp.GetAsync(server.Url, "/health/live")).Body.ShouldBe("alive");
        await server.StopAsync();

        server.Console.ShouldContain("SIGHUP is ignored");
    }

    private async Task<ToolEnd> RunAsync(string script)
    {
        var environment = new Dictionary<string, string>
        {
            ["SERVER"] = $"{Program} --Urls=http://127.0.0.1:0 --Store=memory",
            ["AS_NOBODY"] = System.Environment.IsPrivilegedProcess ? "setpriv --reuid=65534 --clear-groups" : "",
        };
        await using var shell = ToolProcess.StartProgram("sh", environment, "-c", $"cd {_folder.Path}; {script}");
        return await shell.EndAsync();
    }
}
