using System.Reflection;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>
/// Packages of this repository in a folder of their own, for a fresh program outside of it. They are unpacked into that folder,
/// too, so that none lands among the packages of the machine, which serve for all that others have made.
/// </summary>
internal sealed class PackageFeed : IDisposable
{
    public const string Version = "0.1.0-outside.1";

    private static readonly DebianProgram DotNet = new("dotnet", "dotnet-sdk-10.0");

    private readonly TempFolder _folder = new();

    private string Config => Path.Combine(_folder.Path, "nuget.config");

    private Dictionary<string, string> Quiet => new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "unpacked"),
    };

    /// <summary>Packs these projects of src, as they are built.</summary>
    public static async Task<PackageFeed> PackAsync(params string[] projects)
    {
        var feed = new PackageFeed();
        var configuration = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var project in projects)
        {
            await DotNet.RunAsync(
                "pack", Repository.File($"src/{project}"), "--no-build", "--configuration", configuration, "--output", Path.Combine(feed._folder.Path, "feed"),
                $"-p:PackageVersion={Version}", "-nodeReuse:false");
        }
        var others = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        await File.WriteAllTextAsync(feed.Config, $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{Path.Combine(feed._folder.Path, "feed")}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="others" value="{others}" /></fallbackPackageFolders>
            </configuration>
            """);
        return feed;
    }

    public string Package(string name) => Path.Combine(_folder.Path, "feed", $"{name}.{Version}.nupkg");

    /// <summary>Builds a console program that uses a package.</summary>
    /// <returns>The program.</returns>
    public async Task<string> BuildProgramAsync(string package, string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), source);
        await File.WriteAllTextAsync(Path.Combine(folder, "outside.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <IsAotCompatible>true</IsAotCompatible>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="{package}" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        await DotNet.RunAsync(Quiet, "build", folder, "--output", Path.Combine(folder, "built"), "-nodeReuse:false");
        return Path.Combine(folder, "built", "outside");
    }

    /// <summary>Installs a tool as its users do.</summary>
    /// <returns>The folder of its command.</returns>
    public async Task<string> InstallToolAsync(string package)
    {
        var tools = Path.Combine(_folder.Path, "tools");
        await DotNet.RunAsync(Quiet, "tool", "install", package, "--tool-path", tools, "--configfile", Config, "--version", Version);
        return tools;
    }

    public void Dispose() => _folder.Dispose();
}
