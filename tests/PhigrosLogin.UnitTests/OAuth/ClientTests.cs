using System.Security.Cryptography;
using System.Text;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>Who a client is: anybody where there are no keys, else the holder of one.</summary>
public class ClientTests
{
    private const string Key = "k3y: with+everything%/=";
    private const string Wrong = "another";

    private static readonly string[] Keys =
        [$"--Clients:my-bot:Secret=sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}", $"--Clients:other:Secret=sha256:{new string('a', 64)}"];

    [Theory]
    [InlineData("Basic bXktYm90Og==")]
    [InlineData("Bearer x")]
    [InlineData("x")]
    [InlineData("")]
    public async Task Without_keys_nobody_has_a_secret_to_send(string header)
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();

        var token = await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, $"Authorization: {header}\r\n");
        var authorization = await world.PostFormAsync(OAuthCaller.Authorization, "client_id=a", $"Authorization: {header}\r\n");

        ShouldBeInvalidClient(token);
        ShouldBeInvalidClient(authorization);
    }

    [Fact]
    public async Task With_keys_a_client_signs_a_player_in_by_basic_and_by_post()
    {
        await using var world = await World.StartAsync(Keys);
        var byBasic = await world.AuthorizeAsync("", Basic("my-bot", Key));
        var byPost = await world.AuthorizeAsync($"client_id=my-bot&client_secret={Uri.EscapeDataString(Key)}");
        world.China.Codes.Confirm(await byBasic.Login.LookAsync());
        await world.PassToPollAsync();
        await byBasic.Login.UntilAsync("succeeded");

        var granted = await world.PostFormAsync(OAuthCaller.Token, byBasic.TokenForm, Basic("my-bot", Key));
        var pending = await world.PostFormAsync(OAuthCaller.Token, byPost.TokenForm + $"&client_secret={Uri.EscapeDataString(Key)}");

        granted.Status.ShouldBe(200, granted.Body);
        pending.ShouldBeError("authorization_pending");
        (await byPost.Login.StateAsync()).Text("requestedBy").ShouldBe("my-bot");
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("k3y:%20with%2Beverything%25%2F%3D")]
    [InlineData("k3y%3A+with%2Beverything%25%2F%3D")]
    public async Task A_secret_in_the_Authorization_header_is_taken_as_it_is_and_form_encoded(string written)
    {
        await using var world = await World.StartAsync(Keys);
        var header = $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"my-bot:{written}"))}\r\n";

        var device = await world.AuthorizeAsync("", header);
        var answer = await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, header);

        answer.ShouldBeError("authorization_pending");
    }

    public static TheoryData<string, string> WrongWays() => new()
    {
        { "client_id=my-bot", "" },
        { $"client_id=my-bot&client_secret={Wrong}", "" },
        { $"client_id=other&client_secret={Uri.EscapeDataString(Key)}", "" },
        { "client_id=my-bot", Basic("my-bot", Wrong) },
        { "client_id=my-bot", Basic("other", Key) },
        { "client_id=my-bot", Basic("my-bot", "") },
        { "client_id=my-bot", "Authorization: Basic !!!\r\n" },
        { "client_id=my-bot", "Authorization: Basic\r\n" },
        { "client_id=my-bot", "Authorization: Basic bm90aGluZw==\r\n" },
        { "client_id=my-bot", $"Authorization: Bearer {Wrong}\r\n" },
    };

    [Theory]
    [MemberData(nameof(WrongWays))]
    public async Task A_client_that_is_not_who_it_says_hears_so_before_anything_else(string form, string headers)
    {
        await using var world = await World.StartAsync(Keys);
        var device = await world.AuthorizeAsync("", Basic("my-bot", Key));
        var tokenForm = $"{form}&grant_type={OAuthCaller.GrantType}&device_code={device.DeviceCode}";

        var answers = new List<RawAnswer> { await world.PostFormAsync(OAuthCaller.Authorization, form, headers) };
        for (var hasty = 0; hasty < 3; hasty++) answers.Add(await world.PostFormAsync(OAuthCaller.Token, tokenForm, headers));
        var right = await world.PostFormAsync(OAuthCaller.Token, device.TokenForm, Basic("my-bot", Key));

        answers.ForEach(ShouldBeInvalidClient);
        right.ShouldBeError("authorization_pending"); // what a stranger does makes nobody slower
    }

    [Theory]
    [InlineData("client_id=other", true)]
    [InlineData("client_id=my-bot&client_secret=x", true)]
    [InlineData("client_secret=x", false)]
    public async Task Who_says_two_things_about_itself_makes_no_sense(string form, bool hasHeader)
    {
        await using var world = await World.StartAsync(Keys);

        var answer = await world.PostFormAsync(OAuthCaller.Authorization, form, hasHeader ? Basic("my-bot", Key) : "");

        answer.ShouldBeError("invalid_request");
    }

    private static void ShouldBeInvalidClient(RawAnswer answer) =>
        answer.ShouldBeError("invalid_client", 401).Headers["WWW-Authenticate"].ShouldBe("Basic realm=\"PhigrosLogin\"");

    private static string Basic(string id, string secret) =>
        $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"))}\r\n";
}
