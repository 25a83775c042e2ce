using System.Collections.Concurrent;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.Sandbox;
using PhigrosLogin.Tests.Logins;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.PlayerLogins;

/// <summary>A login of the library: what it shows, when it asks, and what its waiting can bear.</summary>
public class PlayerLoginTests
{
    [Theory]
    [InlineData("cn")]
    [InlineData("global")]
    public async Task A_player_of_either_region_is_signed_in(string name)
    {
        var region = name == "cn" ? Region.China : Region.International;
        await using var world = await LibraryWorld.StartAsync(name == "cn" ? SandboxRegion.China : SandboxRegion.International);
        using var login = await world.StartLoginAsync(region);
        world.Sandbox.Codes.Confirm(login.Link[^5..]);

        var waiting = login.WaitAsync();
        await world.PassAsync(3);

        var done = (await waiting).ShouldBeOfType<LoginOutcome.Succeeded>();
        done.SessionToken.Reveal().ShouldMatch("^[0-9a-z]{25}$");
        done.SessionToken.ToString().ShouldBe("***");
        done.Player.Nickname.ShouldBe("static-void2");
        done.Profile.Name.ShouldBe("static-void2");
        done.Region.Name.ShouldBe(name);
        (await login.WaitAsync()).ShouldBeSameAs(done);
    }

    [Fact]
    public async Task It_shows_a_link_a_picture_and_the_time_that_is_left()
    {
        await using var world = await LibraryWorld.StartAsync(SandboxRegion.China);

        using var login = await world.StartLoginAsync(Region.China);
        world.Clock.Advance(TimeSpan.FromSeconds(100));

        login.Link.ShouldStartWith("https://accounts.taptap.cn/device?qrcode=1&user_code=");
        login.AppLink.ShouldBe($"taptap://taptap.com/login-auth?url={Uri.EscapeDataString(login.Link + "&opener=web")}");
        login.Picture.Text().ShouldBe(new PhigrosLogin.Pictures.QrPicture(login.Link).Text());
        login.Remaining.ShouldBe(TimeSpan.FromSeconds(200));
        login.ExpiresAt.ShouldBe(world.Clock.GetUtcNow() + TimeSpan.FromSeconds(200));
    }

    [Fact]
    public async Task Nobody_who_never_played_becomes_a_player()
    {
        await using var world = await LibraryWorld.StartAsync(SandboxRegion.China);
        using var login = await world.StartLoginAsync(Region.China);
        world.Sandbox.Codes.Confirm(login.Link[^5..], SandboxPlayer.Newcomer());

        var waiting = login.WaitAsync();
        await world.PassAsync(3);

        (await waiting).ShouldBeOfType<LoginOutcome.NoPlayer>();
    }

    [Fact]
    public async Task Progress_is_told_as_it_happens_and_in_its_order()
    {
        await using var world = await LibraryWorld.StartAsync(SandboxRegion.China);
        using var login = await world.StartLoginAsync(Region.China);
        var heard = new Heard();

        var waiting = login.WaitAsync(heard);
        await world.PassAsync(3);
        await world.Sandbox.WhenCalledAsync(SandboxOperation.Token, 1);
        world.Sandbox.Codes.Scan(login.Link[^5..]);
        await world.PassAsync(3);
        await heard.WhenAsync("Scanned");
        world.Sandbox.Codes.Confirm(login.Link[^5..]);
        await world.PassAsync(3);
        await waiting;

        heard.Names.ShouldBe(["Waiting", "Scanned", "Completing"]);
    }

    [Fact]
    public async Task Slow_down_and_trouble_make_it_wait_longer_and_an_answer_brings_it_back()
    {
        var pending = Error("authorization_pending");
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, pending, Error("slow_down"), pending, Faults.Answer(503, "busy", "text/plain"), pending);
        var clock = new ManualClock();
        using var login = await StartAsync(upstream, clock);
        var heard = new Heard();

        var waiting = login.WaitAsync(heard);

        // 3 s is the least, 5 s more for good after slow_down, twice as long after trouble.
        foreach (var (wait, number) in new[] { (3, 1), (3, 2), (8, 3), (8, 4), (16, 5), (8, 6) })
        {
            await clock.UntilWakingInAsync(TimeSpan.FromSeconds(wait));
            upstream.CountOf(ScriptedUpstream.Token).ShouldBe(number - 1);
            clock.Advance(TimeSpan.FromSeconds(wait));
            await upstream.WhenCalledAsync(ScriptedUpstream.Token, number);
        }
        (await waiting).ShouldBeOfType<LoginOutcome.Succeeded>();
        heard.Names.ShouldBe(["Waiting", "Trouble", "Waiting", "Completing"]);
    }

    [Theory]
    [InlineData("authorization_pending", typeof(LoginOutcome.Expired))]
    [InlineData("authorization_waiting", typeof(LoginOutcome.Expired))]
    [InlineData("slow_down", typeof(LoginOutcome.Lost))] // which may be said before anybody looks at the code
    public async Task A_lost_answer_is_forgotten_when_TapTap_says_that_the_code_is_unspent(string word, Type outcome)
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, Faults.Reset, Error(word), Error("invalid_grant_code"));
        var clock = new ManualClock();
        using var login = await StartAsync(upstream, clock);

        var waiting = login.WaitAsync();
        foreach (var (wait, number) in new[] { (3, 1), (6, 2), (word == "slow_down" ? 8 : 3, 3) })
        {
            await clock.UntilWakingInAsync(TimeSpan.FromSeconds(wait));
            clock.Advance(TimeSpan.FromSeconds(wait));
            await upstream.WhenCalledAsync(ScriptedUpstream.Token, number);
        }

        (await waiting).ShouldBeOfType(outcome);
    }

    [Fact]
    public async Task The_last_question_comes_a_second_before_the_code_ends_and_none_after()
    {
        var shortCode = WireBody.DeviceCode.Replace("\"expires_in\":300", "\"expires_in\":10", StringComparison.Ordinal);
        await using var upstream = new ScriptedUpstream()
            .Next(ScriptedUpstream.DeviceCode, Faults.Answer(200, shortCode))
            .Next(ScriptedUpstream.Token, [.. Enumerable.Repeat(Error("authorization_pending"), 9)]);
        var clock = new ManualClock();
        using var login = await StartAsync(upstream, clock);

        var waiting = login.WaitAsync();
        foreach (var wait in new[] { 3, 3, 3, 1 }) // at 3, 6 and 9 s; at 10 s it is over
        {
            await clock.UntilWakingInAsync(TimeSpan.FromSeconds(wait));
            clock.Advance(TimeSpan.FromSeconds(wait));
        }

        (await waiting).ShouldBeOfType<LoginOutcome.Expired>();
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(3);
        (await login.WaitAsync()).ShouldBeOfType<LoginOutcome.Expired>();
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(3);
    }

    [Fact]
    public async Task Cancelled_in_mid_question_the_waiting_is_taken_up_again_and_the_grant_is_there()
    {
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Token, ScriptedUpstream.Held(ScriptedUpstream.Token, letGo.Task));
        var clock = new ManualClock();
        using var login = await StartAsync(upstream, clock);
        using var cancel = new CancellationTokenSource();

        var waiting = login.WaitAsync(cancellationToken: cancel.Token);
        await clock.UntilWakingInAsync(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        await upstream.WhenCalledAsync(ScriptedUpstream.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        letGo.SetResult();

        (await login.WaitAsync()).ShouldBeOfType<LoginOutcome.Succeeded>();
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
    }

    [Fact]
    public async Task Two_cannot_wait_at_once()
    {
        await using var upstream = new ScriptedUpstream();
        using var login = await StartAsync(upstream, new ManualClock());
        using var cancel = new CancellationTokenSource();
        var first = login.WaitAsync(cancellationToken: cancel.Token);

        await Should.ThrowAsync<InvalidOperationException>(() => login.WaitAsync());

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_session_that_could_not_be_had_is_asked_for_again_by_waiting_again()
    {
        var refused = Faults.Answer(403, WireBody.Error("access_denied"));
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.Profile, refused);
        var clock = new ManualClock();
        using var login = await StartAsync(upstream, clock);

        var waiting = login.WaitAsync();
        await clock.UntilWakingInAsync(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(3));
        (await Should.ThrowAsync<UpstreamException>(() => waiting)).Trouble.ShouldBe(UpstreamTrouble.Refused);

        (await login.WaitAsync()).ShouldBeOfType<LoginOutcome.Succeeded>();
        upstream.CountOf(ScriptedUpstream.Token).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_code_there_is_no_login()
    {
        await using var upstream = new ScriptedUpstream().Next(ScriptedUpstream.DeviceCode, Faults.Answer(503, "busy", "text/plain"));

        var failure = await Should.ThrowAsync<UpstreamException>(() => PlayerLogin.StartAsync(TestRegion.At(upstream.Url)));

        failure.Trouble.ShouldBe(UpstreamTrouble.Failing);
    }

    private static Task<PlayerLogin> StartAsync(ScriptedUpstream upstream, ManualClock clock) =>
        PlayerLogin.StartAsync(TestRegion.At(upstream.Url), new PlayerLoginOptions { Time = clock });

    private static Fault Error(string word) => Faults.Answer(400, WireBody.Error(word));

    private sealed class Heard : IProgress<LoginProgress>
    {
        private readonly ConcurrentQueue<string> _names = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _waited = new();

        public IEnumerable<string> Names => _names;

        public void Report(LoginProgress value)
        {
            _names.Enqueue(value.GetType().Name);
            Of(value.GetType().Name).TrySetResult();
        }

        public Task WhenAsync(string name) => Of(name).Task.WaitAsync(TestContext.Current.CancellationToken);

        private TaskCompletionSource Of(string name) => _waited.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
