using System.Diagnostics;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

/// <summary>
/// A console program in a folder of its own, outside the repository, which knows our packages only as packages, from a folder to which
/// they were just packed. Other packages are those that the build of our own restored on this machine: nothing is fetched.
/// </summary>
internal sealed class FreshProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    private string Feed => Directory.CreateDirectory(Path.Combine(_folder.Path, "feed")).FullName;

    private string Program => Directory.CreateDirectory(Path.Combine(_folder.Path, "program")).FullName;

    /// <summary>Packs projects of src/, as they were built for the tests, and builds a program that references their packages.</summary>
    /// <param name="source">The program's only file.</param>
    /// <param name="packages">The names of the projects and of their packages.</param>
    public static async Task<FreshProgram> BuildAsync(string source, params string[] packages)
    {
        var fresh = new FreshProgram();
        foreach (var package in packages)
        {
            await RunAsync(
                Path.GetDirectoryName(Repository.File("PhigrosLogin.slnx"))!,
                "pack", Repository.File($"src/{package}/{package}.csproj"), "--no-build", "--configuration", Configuration, "--output", fresh.Feed);
        }
        await File.WriteAllTextAsync(Path.Combine(fresh.Program, "nuget.config"), Sources(fresh.Feed, Path.Combine(fresh._folder.Path, "packages")));
        await File.WriteAllTextAsync(Path.Combine(fresh.Program, "fresh.csproj"), Project([.. packages.Select(package => (package, fresh.VersionOf(package)))]));
        await File.WriteAllTextAsync(Path.Combine(fresh.Program, "Program.cs"), source);
        await RunAsync(fresh.Program, "build", "--output", Path.Combine(fresh._folder.Path, "built"));
        return fresh;
    }

    /// <summary>The packages that were made.</summary>
    public IReadOnlyList<string> Packed => [.. Directory.EnumerateFiles(Feed, "*.nupkg")];

    /// <summary>Starts it.</summary>
    public RunningExample Run(params string[] arguments) =>
        RunningExample.Start("dotnet", [Path.Combine(_folder.Path, "built", "fresh.dll"), .. arguments], new Dictionary<string, string>());

    public void Dispose() => _folder.Dispose();

    private string VersionOf(string package) => Packed.Select(Path.GetFileNameWithoutExtension)
        .Single(file => file!.StartsWith($"{package}.", StringComparison.Ordinal) && char.IsAsciiDigit(file[package.Length + 1]))![(package.Length + 1)..];

    // The tests' own configuration: bin/Release/net10.0.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Project((string Name, string Version)[] packages) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>{string.Concat(packages.Select(package => $"<PackageReference Include=\"{package.Name}\" Version=\"[{package.Version}]\" />"))}</ItemGroup>
        </Project>
        """;

    // A folder of its own for packages, or the first one that was ever tried would be used for ever.
    private static string Sources(string feed, string packages) => $"""
        <configuration>
          <packageSources><clear /><add key="packed" value="{feed}" /></packageSources>
          <config><add key="globalPackagesFolder" value="{packages}" /></config>
          <fallbackPackageFolders><add key="machine" value="{MachineFolder}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string MachineFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task RunAsync(string folder, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A build server would outlive the test, and keep its folder.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            process.ExitCode.ShouldBe(0, $"dotnet {arguments[0]}: {await output} {await errors}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
