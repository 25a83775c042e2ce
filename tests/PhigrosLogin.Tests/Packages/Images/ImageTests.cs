using System.Text.Json;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>The image, made by the command of the release: what it says, what it holds, and how it starts and stops.</summary>
[Collection(nameof(MadeImage))]
public sealed class ImageTests(MadeImage image)
{
    private const string Guide = "docs/operating.md";

    private JsonElement Config => image.Configuration.GetProperty("config");

    [Fact(Skip = "./test.sh --full", SkipType = typeof(MadeImage), SkipWhen = nameof(MadeImage.IsOff))]
    public void It_says_what_it_is_and_how_to_start_it()
    {
        image.Configuration.GetProperty("architecture").GetString().ShouldBe("amd64");
        image.Configuration.GetProperty("os").GetString().ShouldBe("linux");
        Config.GetProperty("User").GetString().ShouldBe("1654", "Kubernetes' runAsNonRoot wants a number");
        Config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).ShouldBe(["5015/tcp"]);
        Config.GetProperty("Entrypoint").EnumerateArray().Select(word => word.GetString()).ShouldBe(["/app/PhigrosLogin.Server"]);
        Environment.ShouldContain("ASPNETCORE_URLS=http://*:5015");
        Environment.ShouldContain("DataFolder=/home/app");
        Environment.ShouldContain("DOTNET_DbgEnableMiniDump=0");
        Environment.ShouldContain("DOTNET_EnableDiagnostics=0");
        var labels = Config.GetProperty("Labels");
        labels.GetProperty("org.opencontainers.image.version").GetString().ShouldBe(MadeImage.Version);
        labels.GetProperty("org.opencontainers.image.licenses").GetString().ShouldBe("MIT");
    }

    [Fact(Skip = "./test.sh --full", SkipType = typeof(MadeImage), SkipWhen = nameof(MadeImage.IsOff))]
    public void It_holds_the_program_its_library_and_their_licences_which_nobody_inside_can_change()
    {
        var files = new DirectoryInfo(Path.Combine(image.Root, "app")).GetFiles("*", SearchOption.AllDirectories);

        files.Select(file => file.Name).Order(StringComparer.Ordinal).ShouldBe(["LICENSE", "NOTICE.md", "PhigrosLogin.Server", "THIRD-PARTY-NOTICES.txt", "libe_sqlite3.so"]);
        files.ShouldAllBe(file => file.UnixFileMode.HasFlag(UnixFileMode.OtherRead));
        files.ShouldAllBe(file => !file.UnixFileMode.HasFlag(UnixFileMode.OtherWrite) && !file.UnixFileMode.HasFlag(UnixFileMode.GroupWrite));
    }

    [Fact(Skip = "./test.sh --full", SkipType = typeof(MadeImage), SkipWhen = nameof(MadeImage.IsOff))]
    [Runs(Guide, "In a container")]
    public async Task The_guides_command_starts_it_where_it_says_and_a_stop_ends_it_well()
    {
        using var volume = new TempFolder();
        var words = RunsAttribute.BlocksOf(typeof(ImageTests))[1].Text.Split((char[])[' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> Option(string name) => [.. words.Zip(words.Skip(1)).Where(pair => pair.First == $"--{name}").Select(pair => pair.Second)];

        await using var gateway = await new Container(image).StartAloneAsync(volume.Path, Option("env"));
        var ready = await Container.AskAsync(gateway, "http://127.0.0.1:5015/health/ready");
        Container.Stop(gateway);

        (await gateway.EndAsync()).ShouldBe(0, gateway.Console);
        ready.ShouldStartWith("HTTP/1.1 200");
        gateway.Console.ShouldNotContain("warn: ");
        Directory.GetFiles(volume.Path).Select(Path.GetFileName).ShouldContain("store.key");
        Option("publish").ShouldBe(["127.0.0.1:5015:5015"]);
        Option("volume").ShouldBe(["phigros-login:/home/app"]);
        words.ShouldContain("--read-only", "as it was started here");
        int.Parse(Option("stop-timeout").Single(), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThanOrEqualTo(40, "what systemd's unit gives it");
        words[^1].ShouldBe($"phigros-login:{MadeImage.Version}");
    }

    [Fact(Skip = "./test.sh --full", SkipType = typeof(MadeImage), SkipWhen = nameof(MadeImage.IsOff))]
    public async Task It_believes_whom_the_certificates_of_its_base_name_and_nobody_else()
    {
        using var volume = new TempFolder();
        using var unknown = LoopbackCertificate.Create();
        await using var china = FaultyServer.Start(_ => Faults.Answer(200, WireBody.DeviceCode), image.Believed);
        await using var international = FaultyServer.Start(_ => Faults.Answer(200, WireBody.DeviceCode), unknown);
        await using var gateway = await new Container(image).StartAsync(volume.Path, [.. TestGateway.PointAt("cn", china.Url), .. TestGateway.PointAt("global", international.Url)]);

        var believed = await RawHttp.GetAsync(gateway.Url, "/api/LoginQrCode/GetNewQrCode");
        var refused = await RawHttp.GetAsync(gateway.Url, "/api/LoginQrCode/GetNewQrCode?region=global");

        believed.Status.ShouldBe(200, believed.Body);
        refused.Body.ShouldContain("TLS");
        international.Calls.ShouldBeEmpty();
    }

    private IReadOnlyList<string> Environment => [.. Config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()!)];
}
