using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Sandbox;

public class TapTapStrictnessTests
{
    [Fact]
    public async Task A_code_and_a_token_have_the_shapes_of_real_ones()
    {
        await using var world = await SandboxWorld.StartAsync();

        var code = await world.IssueAsync();
        var grant = await world.GrantAsync();

        code.DeviceCode.ShouldMatch("^[0-9A-Za-z]{40}$");
        code.UserCode.ShouldMatch("^[0-9a-z]{5}$");
        grant.Kid.ShouldMatch("^1/[0-9A-Za-z_-]{342}$");
        grant.MacKey.ShouldMatch("^[0-9A-Za-z]{40}$");
        code.ToString().ShouldNotContain(code.DeviceCode);
    }

    [Fact]
    public async Task A_form_in_parts_is_understood_as_well()
    {
        await using var world = await SandboxWorld.StartAsync();
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(SandboxRegion.Sandbox.ClientId), "client_id");
        form.Add(new StringContent("device_code"), "response_type");
        form.Add(new StringContent("public_profile"), "scope");

        var answer = await world.SendAsync(HttpMethod.Post, "/oauth2/v1/device/code", form);

        answer.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("everything", "invalid_request")]
    [InlineData("public_profile basic_info", "invalid_request")]
    public async Task A_scope_that_nobody_knows_gets_no_code(string? scope, string word)
    {
        await using var world = await SandboxWorld.StartAsync();

        var answer = await world.AskForCodeAsync(scope);

        answer.Error.ShouldBe(word);
        world.Sandbox.Codes.Issued.ShouldBe(0);
    }

    [Fact]
    public async Task The_other_regions_client_gets_a_code_that_it_cannot_redeem()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync(clientId: SandboxRegion.China.ClientId);
        world.Sandbox.Codes.Confirm(code.UserCode);

        var theirs = await world.PollAsync(code.DeviceCode, SandboxRegion.China.ClientId);
        var ours = await world.PollAsync(code.DeviceCode);

        theirs.Data("msg").ShouldBe("client store [cn] do not match: InvalidArgument");
        ours.Error.ShouldBe("invalid_grant_code");
        world.Sandbox.Codes.Redeemed.ShouldBe(0);
    }

    [Fact]
    public async Task Of_many_polls_at_once_one_gets_the_grant()
    {
        await using var world = await SandboxWorld.StartAsync();
        var code = await world.IssueAsync();
        world.Sandbox.Codes.Confirm(code.UserCode);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PollAsync(code.DeviceCode)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        world.Sandbox.Codes.Redeemed.ShouldBe(1);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(", ")]
    public async Task A_signature_may_be_written_with_either_separator(string separator)
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();

        var answer = await world.SignedAsync(world.ProfileTarget, world.Signature(grant, world.ProfileTarget, separator: separator));

        answer.Data("openid").ShouldBe(SandboxPlayer.Default.OpenId);
    }

    [Fact]
    public async Task A_token_of_the_other_algorithm_is_checked_with_it()
    {
        await using var world = await SandboxWorld.StartAsync();
        world.Sandbox.Variants = new SandboxVariants { MacAlgorithm = MacAlgorithm.HmacSha256 };
        var grant = await world.GrantAsync();

        var right = await world.SignedAsync(world.ProfileTarget, world.Signature(grant, world.ProfileTarget));
        var wrong = await world.SignedAsync(world.ProfileTarget, world.Signature(grant with { Algorithm = "hmac-sha-1" }, world.ProfileTarget));

        grant.Algorithm.ShouldBe("hmac-sha-256");
        right.Status.ShouldBe(200);
        wrong.Error.ShouldBe("access_denied");
    }

    [Theory]
    [InlineData(299, 200)]
    [InlineData(301, 400)]
    [InlineData(-299, 200)]
    [InlineData(-301, 400)]
    public async Task A_signature_may_be_five_minutes_off(int seconds, int status)
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();

        var signature = world.Signature(grant, world.ProfileTarget, clockOffset: TimeSpan.FromSeconds(seconds));
        var answer = await world.SignedAsync(world.ProfileTarget, signature);

        answer.Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_signature_is_good_for_one_target_only()
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();

        var answer = await world.SignedAsync(world.IdsTarget, world.Signature(grant, world.ProfileTarget));

        answer.Error.ShouldBe("access_denied");
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("MAC id=\"a\",ts=\"soon\",nonce=\"n\",mac=\"m\"")]
    public async Task A_header_that_is_no_MAC_header_is_an_invalid_request(string header)
    {
        await using var world = await SandboxWorld.StartAsync();

        var answer = await world.SignedAsync(world.ProfileTarget, header);

        answer.Error.ShouldBe("invalid_request");
    }

    [Fact]
    public async Task A_full_token_may_read_the_ids_too()
    {
        await using var world = await SandboxWorld.StartAsync();
        var grant = await world.GrantAsync();

        var answer = await world.SignedAsync(world.IdsTarget, world.Signature(grant, world.IdsTarget));

        answer.Root.GetProperty("data").EnumerateObject().Select(member => member.Name).ShouldBe(["openid", "unionid"]);
    }

    [Theory]
    [InlineData("multipart/form-data", 400)]
    [InlineData("application/x-www-form-urlencoded", 413)]
    public async Task A_form_that_cannot_be_read_is_refused_with_a_reason(string mediaType, int status)
    {
        await using var world = await SandboxWorld.StartAsync();
        using var content = new StringContent(new string('x', 70_000), System.Text.Encoding.UTF8, mediaType);

        var answer = await world.SendAsync(HttpMethod.Post, "/oauth2/v1/token", content);

        answer.Status.ShouldBe(status);
        answer.Member("error").ShouldNotBeEmpty();
    }
}
