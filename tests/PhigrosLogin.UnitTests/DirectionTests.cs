using System.Text.RegularExpressions;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests;

/// <summary>Calls go one way only: Http translates for Logins, which decides and speaks to the library, which knows nobody.</summary>
public class DirectionTests
{
    // What each part of the server may name of the others. Gateway.cs puts all of them together.
    private static readonly Dictionary<string, string[]> MayName = new()
    {
        ["Http"] = ["Logins", "Pages", "Telemetry"],
        ["Pages"] = [],
        ["Logins"] = ["Store"],
        ["Store"] = [],
        ["Telemetry"] = [],
    };

    [Fact]
    public void A_part_of_the_server_names_only_those_to_its_right()
    {
        var files = Directory.EnumerateFiles(Repository.File("src/PhigrosLogin.Server"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.File("src/PhigrosLogin.Server"), file))
            .Where(file => MayName.ContainsKey(file.Split('/')[0])).ToArray();

        var wrong = files.SelectMany(file => Named($"src/PhigrosLogin.Server/{file}")
            .Where(part => part != file.Split('/')[0] && !MayName[file.Split('/')[0]].Contains(part)).Select(part => $"{file} names {part}"));

        files.Length.ShouldBeGreaterThan(50);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_library_knows_the_framework_and_nobody_else()
    {
        var known = typeof(Region).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToArray();

        known.ShouldNotBeEmpty();
        known.ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal), "nothing but the framework");
    }

    [Fact]
    public void The_client_of_the_gateway_knows_no_web_server_and_nobody_of_ours()
    {
        var known = typeof(PhigrosLogin.Client.PhigrosLoginClient).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToArray();

        known.ShouldContain("Microsoft.Extensions.Http");
        known.ShouldNotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("PhigrosLogin", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sandbox_knows_neither_the_library_nor_the_server()
    {
        var known = typeof(PhigrosLogin.Sandbox.SandboxUpstream).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        known.ShouldNotContain(name => name.StartsWith("PhigrosLogin", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Named(string file) => MayName.Keys.Where(part =>
        Regex.IsMatch(Repository.Read(file), $@"using PhigrosLogin\.Server\.{part};|(?<![.\w""/]){part}\.[A-Z]\w*[.(]"));
}
