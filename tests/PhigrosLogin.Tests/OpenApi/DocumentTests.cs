using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PhigrosLogin.OpenApi;
using PhigrosLogin.Server.Http;
using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.OpenApi;

/// <summary>The document is whole, it is the one that is committed, and it is the one that the gateway carries.</summary>
public class DocumentTests
{
    [Fact]
    public async Task The_document_is_what_is_committed_and_what_is_served()
    {
        await using var world = await World.StartAsync();

        var served = await world.Http.GetStringAsync("/openapi/v1.json");

        Repository.Read("docs/openapi/v1.json").ShouldBe(ApiDocument.Write(), "The API has changed: build, look at the difference of docs/openapi/v1.json and commit it.");
        served.ShouldBe(ApiDocument.Write(), "The gateway carries an older document: look at the difference of docs/openapi/v1.json, commit it and build again.");
    }

    [Fact]
    public async Task Every_route_is_in_the_document_and_every_operation_has_a_route()
    {
        await using var world = await World.StartAsync(new ManualClock());

        var mapped =
            from endpoint in world.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            select $"{method} {(endpoint.RoutePattern.RawText!.TrimEnd('/') is { Length: > 0 } path ? path : "/")}";

        ApiBook.Committed().Operations.Select(operation => $"{operation.Method} {operation.Path}").Order().ShouldBe(mapped.Order());
    }

    [Fact]
    public void Every_problem_code_is_in_the_document()
    {
        var document = Repository.Read("docs/openapi/v1.json");
        var problems = ((Type[])[typeof(Problem), typeof(SessionProblems)]).SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static)).Where(property => property.PropertyType == typeof(Problem)).Select(property => (Problem)property.GetValue(null)!).ToArray();

        problems.Length.ShouldBeGreaterThan(8);
        foreach (var problem in problems) document.ShouldContain($"\"{problem.Code}\"");
        foreach (var code in (string[])["invalid_request", "overloaded", "upstream_timeout", "upstream_bad_response", "upstream_unavailable", "rate_limited"]) document.ShouldContain($"\"{code}\"");
        foreach (var code in Enum.GetNames<LoginQrCodeError>()) document.ShouldContain($"\"{code}\"");
    }

    [Fact]
    public async Task Who_has_the_document_or_its_page_need_not_fetch_it_again()
    {
        await using var world = await World.StartAsync();

        foreach (var path in (string[])["/openapi/v1.json", "/docs?lang=en", "/docs?lang=zh"])
        {
            using var whole = await world.Http.GetAsync(path);
            using var head = await world.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.TryAddWithoutValidation("If-None-Match", $"\"another\", W/{whole.Headers.ETag}");
            using var unchanged = await world.Http.SendAsync(again);

            ((int)whole.StatusCode).ShouldBe(200);
            head.Content.Headers.ContentLength.ShouldBe((await whole.Content.ReadAsByteArrayAsync()).Length);
            head.Headers.ETag.ShouldBe(whole.Headers.ETag);
            ((int)unchanged.StatusCode).ShouldBe(304);
        }
    }

    [Fact]
    public async Task Spectral_finds_nothing()
    {
        var folder = Repository.File("tests/clients/spectral");
        var own = Directory.CreateDirectory(Path.Combine(folder, "obj")).FullName;
        if (!File.Exists(Path.Combine(own, "node_modules/.package-lock.json")) || await File.ReadAllTextAsync(Path.Combine(own, "package-lock.json")) != await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json")))
        {
            foreach (var file in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(folder, file), Path.Combine(own, file), overwrite: true);
            await new DebianProgram("npm", "npm").RunAsync("ci", "--prefix", own, "--ignore-scripts", "--no-audit", "--no-fund");
        }

        var said = await new DebianProgram("node", "nodejs").RunAsync(
            Path.Combine(own, "node_modules/@stoplight/spectral-cli/dist/index.js"), "lint", Repository.File("docs/openapi/v1.json"),
            "--ruleset", Path.Combine(folder, ".spectral.yaml"), "--fail-severity", "hint", "--format", "text");

        said.ShouldContain("No results");
    }
}
