using System.Net;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.OAuth;

/// <summary>A player types the code of a device at <c>/l</c>.</summary>
public sealed class UserCodeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ABCDEFGH")]
    [InlineData("abcdefgh")]
    [InlineData("ABCD-EFGH")]
    [InlineData("abcd efgh")]
    [InlineData("  a b c d e f g h  ")]
    [InlineData("ABCD–EFGH")]
    [InlineData("A-B-C-D—E−F_G-H")]
    [InlineData("ＡＢＣＤ－ｅｆｇｈ")]
    [InlineData("\u3000ABCD\u3000EFGH")]
    [InlineData("\u200BABCD\u200BEFGH\u200B")]
    [InlineData("\uFEFFABCD\u2060-\u00ADEFGH\u200E")]
    [InlineData("\tABCD-EFGH\r\n")]
    public async Task A_right_code_leads_to_its_login_however_it_is_spelled(string spelling)
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();
        var letters = device.UserCode;
        var typed = string.Concat(spelling.Select(character => character switch
        {
            >= 'A' and <= 'H' => letters[character - 'A'],
            >= 'a' and <= 'h' => char.ToLowerInvariant(letters[character - 'a']),
            >= 'Ａ' and <= 'Ｈ' => (char)(letters[character - 'Ａ'] - 'A' + 'Ａ'),
            >= 'ａ' and <= 'ｈ' => (char)(letters[character - 'ａ'] - 'A' + 'ａ'),
            _ => character,
        }));

        using var answer = await TypeAsync(world, typed);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe($"/l/{device.Login.Id}");
    }

    [Theory]
    [InlineData("zh", "代码是 8 个字母", "没有这个代码", "试得太多了")]
    [InlineData("en", "A code has 8 letters", "There is no such code", "Too many tries")]
    public async Task Both_languages_say_what_is_wrong_with_a_code(string language, string malformed, string unknown, string tooOften)
    {
        await using var world = await World.StartAsync();

        using var noCode = await TypeAsync(world, "12345678", $"?lang={language}");
        using var noLogin = await TypeAsync(world, "BCDFGHJK", $"?lang={language}");
        for (var again = 0; again < 9; again++) (await TypeAsync(world, "BCDF-GHJK")).Dispose();
        using var oneTooMany = await TypeAsync(world, "BCDFGHJK", $"?lang={language}");

        await ShouldSayAsync(noCode, 400, malformed);
        await ShouldSayAsync(noLogin, 404, unknown);
        await ShouldSayAsync(oneTooMany, 429, tooOften);
        oneTooMany.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task The_language_that_was_chosen_stays()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();

        using var answer = await TypeAsync(world, device.UserCode, "?lang=en");

        answer.Headers.Location!.ToString().ShouldBe($"/l/{device.Login.Id}?lang=en");
    }

    [Theory]
    [InlineData("")]
    [InlineData("BCDFGHJ")]
    [InlineData("BCDFGHJKL")]
    [InlineData("BCDFGHJA")]
    [InlineData("BCDFGHJ1")]
    [InlineData("<script>")]
    public async Task What_can_be_no_code_is_not_counted_as_a_guess(string typed)
    {
        await using var world = await World.StartAsync();

        for (var again = 0; again < 20; again++)
        {
            using var answer = await TypeAsync(world, typed);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_form_that_nobody_would_send_is_the_senders_mistake()
    {
        await using var world = await World.StartAsync();

        var answer = await world.PostFormAsync("/l", string.Join('&', Enumerable.Range(0, 1500).Select(each => $"p{each}=")));

        answer.Status.ShouldBe(400);
        answer.Headers["Content-Type"].ShouldStartWith("text/html");
    }

    [Fact]
    public async Task Even_the_right_code_does_not_help_who_guessed_too_often_until_a_minute_has_passed()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var device = await world.AuthorizeAsync();
        for (var guess = 0; guess < 10; guess++) (await TypeAsync(world, "BCDFGHJK")).Dispose();

        using var tooSoon = await TypeAsync(world, device.UserCode);
        world.Clock.Advance(TimeSpan.FromSeconds(60));
        using var inTime = await TypeAsync(world, device.UserCode);

        ((int)tooSoon.StatusCode).ShouldBe(429);
        inTime.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Right_codes_are_never_too_many()
    {
        await using var world = await World.StartAsync();
        var device = await world.AuthorizeAsync();

        for (var again = 0; again < 30; again++)
        {
            using var answer = await TypeAsync(world, device.UserCode);
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }
    }

    [Fact]
    public async Task A_crowd_of_addresses_slows_the_field_down_and_closes_it_to_no_player()
    {
        await using var world = await World.StartAsync(new ManualClock(), "--TrustedProxies=127.0.0.1");
        var device = await world.AuthorizeAsync();

        var neighbours = await Task.WhenAll(Enumerable.Range(1, 11).Select(host => TypeFromAsync(world, $"2001:db8::{host:x}")));
        using var elsewhere = await TypeFromAsync(world, "2001:db8:0:1::1");
        var others = await Task.WhenAll(Enumerable.Range(0, 989).Select(other => TypeFromAsync(world, $"10.0.{other / 256}.{other % 256}")));
        var player = new List<HttpResponseMessage>();
        while (player.Count < 3) player.Add(await TypeFromAsync(world, "192.0.2.1"));
        using var guesser = await TypeFromAsync(world, "2001:db8::1");
        using var right = await TypeFromAsync(world, "192.0.2.2", device.UserCode);

        neighbours.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(1);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        others.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.NotFound);
        player.Select(answer => (int)answer.StatusCode).ShouldBe([404, 404, 429]);
        player[2].Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        guesser.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        right.StatusCode.ShouldBe(HttpStatusCode.OK); // the page of the login
    }

    [Fact]
    public async Task A_code_is_good_for_as_long_as_the_player_can_still_confirm()
    {
        await using var world = await World.StartAsync(new ManualClock());
        var cancelled = await world.AuthorizeAsync();
        var expired = await world.AuthorizeAsync();
        using var cancel = await cancelled.Login.CancelAsync();

        using var afterCancelling = await TypeAsync(world, cancelled.UserCode);
        world.Clock.Advance(TimeSpan.FromSeconds(600));
        await expired.Login.UntilAsync("expired");
        using var afterTheEnd = await TypeAsync(world, expired.UserCode);

        afterCancelling.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        afterTheEnd.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Code_and_grant_outlive_a_restart_and_the_file_does_not_tell_the_code()
    {
        await using var world = await World.StartAsync($"--Store={_folder.Path}/logins.db");
        var device = await world.AuthorizeAsync();
        var tapTapCode = await device.Login.LookAsync();
        await world.RestartGatewayAsync();

        using var typed = await TypeAsync(world, device.UserCode);
        world.China.Codes.Confirm(tapTapCode);
        await world.PassToPollAsync();
        await device.Login.UntilAsync("succeeded");
        await world.RestartGatewayAsync();
        var answer = await device.AskAsync();

        typed.Headers.Location!.ToString().ShouldBe($"/l/{device.Login.Id}");
        answer.Status.ShouldBe(200, answer.Body);
        await world.StopGatewayAsync();
        var files = Directory.GetFiles(_folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        files.ShouldAllBe(content => !content.Contains(device.UserCode, StringComparison.OrdinalIgnoreCase));
        await world.StartAgainAsync();
    }

    [Fact]
    public void Codes_are_drawn_from_all_of_twenty_consonants()
    {
        var letters = Enumerable.Range(0, 2000).SelectMany(_ => UserCode.New().Reveal()).ToHashSet();

        string.Concat(letters.Order()).ShouldBe("BCDFGHJKLMNPQRSTVWXZ");
    }

    private static async Task<HttpResponseMessage> TypeAsync(World world, string code, string query = "")
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = world.Url };
        return await http.PostAsync($"/l{query}", new FormUrlEncodedContent([new("user_code", code)]));
    }

    private static async Task<HttpResponseMessage> TypeFromAsync(World world, string address, string code = "BCDFGHJK")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/l") { Content = new FormUrlEncodedContent([new("user_code", code)]) };
        request.Headers.Add("X-Forwarded-For", address);
        return await world.Http.SendAsync(request);
    }

    private static async Task ShouldSayAsync(HttpResponseMessage answer, int status, string words)
    {
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }
}
