using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>Promise 33, and the rest of what the unit says.</summary>
public class SystemdUnitTests
{
    private static readonly DebianProgram Analyze = new("systemd-analyze", "systemd");

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("LimitCORE", "0")]
    [InlineData("LimitNOFILE", "65536")]
    [InlineData("DynamicUser", "yes")]
    [InlineData("StateDirectory", "phigros-login")]
    [InlineData("UMask", "0077")]
    [InlineData("LoadCredential", "StoreKey:phigros-login.StoreKey")]
    [InlineData("EnvironmentFile", "-/etc/phigros-login/gateway.env")]
    [InlineData("Restart", "on-failure")]
    [InlineData("TimeoutStopSec", "40s")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("CapabilityBoundingSet", "")]
    [InlineData("PrivateDevices", "yes")]
    [InlineData("PrivateTmp", "yes")]
    [InlineData("RestrictNamespaces", "yes")]
    public void It_says(string name, string value) => Unit.Values(name).ShouldBe([value]);

    [Fact]
    public void It_forbids_every_dump_and_puts_no_secret_on_a_command_line()
    {
        Unit.Environment.ShouldBe([("DOTNET_DbgEnableMiniDump", "0"), ("DOTNET_EnableDiagnostics", "0")]);
        Unit.Values("ExecStart").ShouldBe(["/opt/phigros-login/phigros-login-server"], "a command line can be read by every user of the machine");
        Unit.Values("MemoryDenyWriteExecute").ShouldBeEmpty("the runtime would not start");
    }

    [Fact]
    public async Task A_program_that_dies_under_it_leaves_no_dump()
    {
        using var folder = new TempFolder();
        (string, string)[] machine = [("DOTNET_DbgEnableMiniDump", "1"), ("DOTNET_DbgMiniDumpName", Path.Combine(folder.Path, "dump"))];

        await DieAsync(folder, Unit.Values("LimitCORE").Single(), [.. machine, .. Unit.Environment]);
        var underTheUnit = Directory.GetFiles(folder.Path);
        await DieAsync(folder, "0", machine);

        underTheUnit.ShouldBeEmpty();
        Directory.GetFiles(folder.Path).ShouldNotBeEmpty("or nothing is shown by there being none before");
    }

    [Fact]
    public async Task Systemd_understands_it_and_calls_it_well_protected()
    {
        using var folder = new TempFolder();
        var here = Path.Combine(folder.Path, Path.GetFileName(Unit.Path));
        var text = await File.ReadAllTextAsync(Unit.Path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(here, text.Replace("/opt/phigros-login/phigros-login-server", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        await Analyze.RunAsync("verify", "--man=no", here);
        await Analyze.RunAsync("security", "--offline=true", "--threshold=15", here); // 1.5 of 10: what is left is the network
    }

    private static async Task DieAsync(TempFolder folder, string limit, (string Name, string Value)[] environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "PhigrosLogin.StoreWriter");
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in environment) variables[name] = value;
        await using var dying = RunningExample.Start("bash", ["-c", $"cd {folder.Path} && ulimit -c {limit} && exec {program} fail"], variables);
        (await dying.EndAsync()).Status.ShouldBe(128 + 6, "SIGABRT");
    }
}
