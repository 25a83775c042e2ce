using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages.Images;

/// <summary>
/// The image as the release makes it, with the command of the guide, but on a base and into a registry of the test's own; its layers
/// unpacked one upon the other. That takes half a minute, so with <c>./test.sh --full</c> only.
/// </summary>
[CollectionDefinition(nameof(MadeImage))]
public sealed class MadeImage : IAsyncLifetime, ICollectionFixture<MadeImage>
{
    private const string Repository = "name/phigros-login";

    private readonly TempFolder _folder = new();
    private JsonElement _configuration;

    public static bool IsOff => FullLength.IsOff;

    /// <summary>The only one whom the image's base believes.</summary>
    internal X509Certificate2 Believed { get; } = LoopbackCertificate.Create();

    /// <summary>Who it is for, and under <c>config</c> how it is started.</summary>
    internal JsonElement Configuration => _configuration;

    /// <summary>Its files.</summary>
    internal string Root => Path.Combine(_folder.Path, "root");

    public async ValueTask InitializeAsync()
    {
        if (IsOff) return;
        await using var registry = await ImageRegistry.StartAsync();
        var environment = new Dictionary<string, string>
        {
            ["IMAGE_BASE"] = BaseImage.PutInto(registry, Believed.ExportCertificatePem()),
            ["IMAGE_REGISTRY"] = registry.Name,
            ["IMAGE_REPOSITORY"] = Repository,
            ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(_folder.Path, "made")).FullName, // the SDK keeps layers there for ever
        };
        var command = new Document("docs/operating.md").CodeUnder("In a container", "sh")[0];
        await RunAsync(environment, "bash", "-euc", $"cd {Path.GetDirectoryName(Examples.Repository.File("PhigrosLogin.slnx"))}\n{command}");

        var manifest = JsonDocument.Parse(registry.Manifest(Repository, "latest")).RootElement;
        registry.Manifest(Repository, Version).ShouldBe(registry.Manifest(Repository, "latest"));
        _configuration = JsonDocument.Parse(registry.Blob(manifest.GetProperty("config").GetProperty("digest").GetString()!)).RootElement;
        Directory.CreateDirectory(Root);
        foreach (var digest in manifest.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!))
        {
            var layer = Path.Combine(_folder.Path, "layer.tar.gz");
            await File.WriteAllBytesAsync(layer, registry.Blob(digest));
            await RunAsync(new Dictionary<string, string>(), "tar", "--extract", "--gzip", "--numeric-owner", "--preserve-permissions", "--file", layer, "--directory", Root);
        }
    }

    /// <summary>What stands in the project's files.</summary>
    internal static string Version { get; } = System.Xml.Linq.XDocument.Load(Examples.Repository.File("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    public ValueTask DisposeAsync()
    {
        Believed.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(Dictionary<string, string> environment, string program, params string[] arguments)
    {
        await using var running = RunningExample.Start(program, arguments, environment, TimeSpan.FromMinutes(10));
        var (status, output, words) = await running.EndAsync();
        status.ShouldBe(0, $"{program}: {output} {words}");
    }
}
