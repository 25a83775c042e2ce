using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Logins;

/// <summary>
/// From TapTap's grant to the game's session token when things go wrong. On the real clock, because the pauses between
/// tries are a matter of chance: a test takes some seconds.
/// </summary>
public sealed class ExchangeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "logins.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ScriptedUpstream.Profile)]
    [InlineData(ScriptedUpstream.Users)]
    public async Task Two_failures_are_made_good_by_the_third_try(string path)
    {
        await using var upstream = new ScriptedUpstream().Next(path, Faults.Answer(503, "busy", "text/plain"), Faults.Reset);
        await using var gateway = await StartAsync(upstream);

        var login = await SeenAsync(gateway);

        await login.UntilAsync("succeeded");
        upstream.CountOf(path).ShouldBe(3);
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
    }

    [Theory]
    [InlineData(ScriptedUpstream.Profile)]
    [InlineData(ScriptedUpstream.Users)]
    public async Task After_three_failures_it_has_failed_and_the_grant_is_forgotten(string path)
    {
        var busy = Faults.Answer(503, "busy", "text/plain");
        await using var upstream = new ScriptedUpstream().Next(path, busy, busy, busy);
        var gateway = await StartAsync(upstream);

        var login = await SeenAsync(gateway);
        var failed = await login.UntilAsync("failed");

        failed.Text("reason").ShouldBe("exchange_failed");
        failed.GetProperty("qr").ValueKind.ShouldBe(JsonValueKind.Null);
        upstream.CountOf(path).ShouldBe(3);
        await gateway.DisposeAsync();
        (await StoredAsync(login)).Grant.ShouldBeNull();
    }

    [Theory]
    [InlineData(ScriptedUpstream.Profile, 403, "access_denied")]
    [InlineData(ScriptedUpstream.Users, 400, null)]
    public async Task What_is_refused_is_not_tried_again(string path, int status, string? word)
    {
        var refusal = word is null ? """{"code":301,"error":"no"}""" : WireBody.Error(word);
        await using var upstream = new ScriptedUpstream().Next(path, Faults.Answer(status, refusal));
        await using var gateway = await StartAsync(upstream);

        var login = await SeenAsync(gateway);

        (await login.UntilAsync("failed")).Text("reason").ShouldBe("exchange_failed");
        upstream.CountOf(path).ShouldBe(1);
    }

    [Fact]
    public async Task Its_owner_can_end_a_login_in_mid_exchange_and_it_never_succeeds()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, ScriptedUpstream.Held(ScriptedUpstream.Profile, letGo.Task));
        await using var gateway = await TestGateway.StartAsync(new ManualClock(), upstream.Url);
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        gateway.Clock.Advance(TimeSpan.FromSeconds(10));
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);
        (await login.StateAsync()).Text("status").ShouldBe("completing");

        using var acknowledged = await login.AcknowledgeAsync();
        letGo.SetResult();
        await gateway.SettledAsync();

        acknowledged.StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await login.StateAsync()).Text("status").ShouldBe("cancelled");
        using var result = await login.ResultAsync();
        await result.ShouldBeProblemAsync(410, "already_acknowledged");
    }

    [Fact]
    public async Task A_clock_that_TapTap_refuses_twice_is_named_as_the_reason()
    {
        var wrongTime = Faults.Answer(401, WireBody.Error("invalid_time"));
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, wrongTime, wrongTime);
        await using var gateway = await StartAsync(upstream);

        var login = await SeenAsync(gateway);

        (await login.UntilAsync("failed")).Text("reason").ShouldBe("clock_skew");
        upstream.CountOf(ScriptedUpstream.Profile).ShouldBe(2);
    }

    [Fact]
    public async Task Neither_kid_nor_mac_key_is_in_any_answer_and_both_are_gone_from_the_store()
    {
        await using var upstream = new ScriptedUpstream();
        var gateway = await StartAsync(upstream);
        var login = await SeenAsync(gateway);
        var events = await EventReader.OpenAsync(login, "?ensureQr=true");
        var answers = new List<string>();
        while (await events.NextBlockAsync() is { } block) answers.Add(block);
        await events.DisposeAsync();

        foreach (var path in new[] { login.Path, $"/l/{login.Id}", $"{login.Path}/qr.svg" }) answers.Add(await AnswerAsync(gateway.Http.GetAsync(path)));
        answers.Add(await AnswerAsync(login.ResultAsync()));
        await gateway.DisposeAsync();

        answers.ShouldContain(answer => answer.Contains("sessionToken"));
        foreach (var answer in answers)
        {
            answer.ShouldNotContain(ScriptedUpstream.Kid);
            answer.ShouldNotContain(ScriptedUpstream.MacKey);
        }
        var stored = await StoredAsync(login);
        stored.Status.ShouldBe(LoginStatus.Succeeded);
        stored.Grant.ShouldBeNull();
        stored.Result.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_login_that_is_over_keeps_neither_its_codes_nor_a_grant_in_memory()
    {
        await using var upstream = new ScriptedUpstream();
        await using var gateway = await TestGateway.StartAsync(TimeProvider.System, upstream.Url, "--Polling:MinimumInterval=50ms");
        var login = await SeenAsync(gateway);

        await login.UntilAsync("succeeded");
        await gateway.SettledAsync();

        var known = await gateway.Gateway.Services.GetRequiredService<LoginRepository>().FindAsync(login.Id);
        known!.Polls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_killed_in_mid_exchange_leaves_the_grant_and_the_next_one_does_it_again()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, Faults.Silent);
        var process = await ServerProcess.StartAsync([.. TestGateway.PointAt("cn", upstream.Url), $"--Store={File}"]);
        using var http = new HttpClient { BaseAddress = process.Url };
        var opened = await http.OpenAsync(new { region = "cn" });
        await opened.LookAsync();
        await upstream.WhenCalledAsync(ScriptedUpstream.Profile);

        await process.DisposeAsync();
        var stored = await StoredAsync(opened.Id);
        await using var gateway = await StartAsync(upstream);
        var login = new OpenLogin(gateway, opened.Id, opened.Secret);
        await login.UntilAsync("succeeded");

        stored.Status.ShouldBe(LoginStatus.Completing);
        stored.Grant!.MacKey.Reveal().ShouldBe(ScriptedUpstream.MacKey);
        using var result = await login.ResultAsync();
        (await result.Content.ReadAsStringAsync()).ShouldContain("\"sessionToken\":\"f5knk52e8oa1b2c3d4e5fs7zx\"");
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
    }

    private Task<TestGateway> StartAsync(ScriptedUpstream upstream, params string[] settings) =>
        TestGateway.StartInRealTimeAsync(upstream.Url, [$"--Store={File}", "--Polling:MinimumInterval=50ms", .. settings]);

    /// <summary>A login whose code somebody has seen.</summary>
    private static async Task<OpenLogin> SeenAsync(TestGateway gateway)
    {
        var login = await gateway.OpenAsync(new { region = "cn" });
        await login.LookAsync();
        return login;
    }

    private Task<LoginState> StoredAsync(OpenLogin login) => StoredAsync(login.Id);

    private async Task<LoginState> StoredAsync(string id)
    {
        await using var store = await SqliteLoginStore.OpenAsync(new StoreOptions { Store = File }, TimeProvider.System, NullLogger<SqliteLoginStore>.Instance, TestContext.Current.CancellationToken);
        return (await store.FindLoginAsync(id))!.TryRead(out _)!.Value.State;
    }

    private static async Task<string> AnswerAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        return $"{response}{await response.Content.ReadAsStringAsync()}";
    }
}
