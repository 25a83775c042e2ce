using System.Text.Json;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>What a client finds out by itself (RFC 8414).</summary>
public class MetadataTests
{
    private const string Path = "/.well-known/oauth-authorization-server";

    [Fact]
    public async Task The_metadata_names_the_public_origin_and_every_endpoint()
    {
        await using var world = await World.StartAsync("--PublicUrl=https://gate.example/");

        var answer = await world.SendAsync($"GET {Path}");

        answer.Status.ShouldBe(200);
        answer.ShouldBeKeptByNobody();
        answer.Body.ShouldBe("""{"issuer":"https://gate.example","device_authorization_endpoint":"https://gate.example/oauth/device_authorization","token_endpoint":"https://gate.example/oauth/token","grant_types_supported":["urn:ietf:params:oauth:grant-type:device_code"],"response_types_supported":[],"token_endpoint_auth_methods_supported":["none"]}""");
    }

    [Fact]
    public async Task Without_a_public_origin_it_is_where_the_caller_asked()
    {
        await using var world = await World.StartAsync();

        var metadata = JsonDocument.Parse(await world.Http.GetStringAsync(Path)).RootElement;

        metadata.GetProperty("issuer").GetString().ShouldBe(world.Url.ToString().TrimEnd('/'));
    }

    [Fact]
    public async Task Where_keys_are_set_the_two_ways_to_send_one_are_named()
    {
        await using var world = await World.StartAsync($"--Clients:bot:Secret=sha256:{new string('a', 64)}");

        var answer = await world.SendAsync($"GET {Path}");

        answer.Body.ShouldContain("""
            "token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]
            """);
    }

    [Fact]
    public async Task A_head_is_answered_without_a_body()
    {
        await using var world = await World.StartAsync();

        var answer = await world.SendAsync($"HEAD {Path}");

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/json");
    }
}
