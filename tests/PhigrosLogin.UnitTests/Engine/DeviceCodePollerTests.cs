using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PhigrosLogin.Polling;
using PhigrosLogin.Server;
using PhigrosLogin.Server.Logins;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Engine;

/// <summary>What a poll leaves behind when something else than TapTap fails, and what it costs when it is not its turn.</summary>
public sealed class DeviceCodePollerTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_grant_that_cannot_be_saved_is_in_memory_all_the_same()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        gateway.Log.IsForeseen = line => line.Text.Contains("could not be saved", StringComparison.Ordinal);
        var store = new BrokenStore { BreaksOnSave = true };

        var state = await PollAsync(gateway, Session(gateway, store));

        state.Status.ShouldBe(DeviceCodeStatus.Granted);
        gateway.Log.Lines.ShouldContain(line => line.Text.Contains("is now Granted, which could not be saved", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_can_be_polled_again_after_a_poll_that_failed_in_an_unforeseen_way()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Grant);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url);
        gateway.Log.IsForeseen = line => line.Text.Contains("failed with System.InvalidOperationException", StringComparison.Ordinal);
        var store = new BrokenStore { BreaksOnRefresh = true };
        var session = Session(gateway, store);

        (await PollAsync(gateway, session)).Failure.ShouldBe("Internal gateway error.");
        store.BreaksOnRefresh = false;
        _clock.Advance(TimeSpan.FromSeconds(6));

        (await PollAsync(gateway, session)).Status.ShouldBe(DeviceCodeStatus.Granted);
    }

    [Fact]
    public async Task A_poll_whose_lease_another_instance_holds_costs_no_permit()
    {
        await using var tapTap = ScriptedTapTap.Start(_clock, ScriptedTapTap.Pending);
        await using var gateway = await TestGateway.StartAsync(_clock, tapTap.Url, "--Upstream:CallsPerSecond=1");
        var services = gateway.Gateway.Services;
        var options = services.GetRequiredService<GatewayOptions>();
        var leases = new PollLeases(new HeldElsewhere(), options, NullLogger<PollLeases>.Instance);
        await using var poller = new DeviceCodePoller(
            options, leases, services.GetRequiredService<LoginMetrics>(), _clock, NullLogger<DeviceCodePoller>.Instance);
        var session = Session(gateway, new BrokenStore());

        var polling = poller.PollIfDueAsync(session, CancellationToken.None).AsTask();
        for (var look = 0; look < 10; look++)
        {
            await _clock.UntilWakingInAsync(TimeSpan.FromMilliseconds(200));
            _clock.Advance(TimeSpan.FromMilliseconds(200));
        }
        (await gateway.GetAsync("GetNewQrCode")).Status.ShouldBe(200, "the one permit of this second is still there");

        _clock.Advance(TimeSpan.FromSeconds(20));
        (await polling).Status.ShouldBe(DeviceCodeStatus.Pending);
        tapTap.Polls.ShouldBeEmpty();
    }

    private DeviceCodeSession Session(TestGateway gateway, IDeviceCodeStore store) => DeviceCodeSession.FirstSeen(
        gateway.Gateway.Services.GetRequiredService<Server.Logins.Upstreams>().Default, new Secret(ScriptedTapTap.CodeOf(1)), null, Life,
        Interval, store, _clock);

    private static async Task<DeviceCodeState> PollAsync(TestGateway gateway, DeviceCodeSession session) =>
        await gateway.Gateway.Services.GetRequiredService<DeviceCodePoller>().PollIfDueAsync(session, CancellationToken.None);

    private sealed class BrokenStore : IDeviceCodeStore
    {
        public bool BreaksOnSave { get; init; }

        public bool BreaksOnRefresh { get; set; }

        public Task SaveAsync(DeviceCodeSession session, DeviceCodeState state) =>
            BreaksOnSave ? throw new InvalidOperationException() : Task.CompletedTask;

        public ValueTask<bool> RefreshAsync(DeviceCodeSession session) =>
            BreaksOnRefresh ? throw new InvalidOperationException() : new(!session.State.IsFinal);
    }

    /// <summary>A database in which another instance holds every lease.</summary>
    private sealed class HeldElsewhere : IInstanceCoordinator
    {
        public bool HasOthers => true;

        public ValueTask<PollLease> AcquirePollLeaseAsync(
            byte[] key, string? loginId, TimeSpan duration, TimeSpan codeLifetime) =>
            new(PollLease.Denied with { IsHeldByOther = true });

        public ValueTask<DateTimeOffset> GetUtcNowAsync() => throw new NotSupportedException();

        public ValueTask ReleasePollLeaseAsync(byte[] key, PollLease lease, PollPace pace, bool mayBeSpent) =>
            throw new NotSupportedException();

        public ValueTask<bool> AcquireExchangeLeaseAsync(string loginId) => throw new NotSupportedException();

        public ValueTask ReleaseExchangeLeaseAsync(string loginId) => throw new NotSupportedException();

        public IAsyncEnumerable<LoginChanges> ReadChangesAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<StoredLogin?> FindNewerLoginAsync(string id, long revision) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<StoredLogin>> FindNewerLoginsAsync(
            IReadOnlyCollection<(string Id, long Revision)> known) => throw new NotSupportedException();

        public ValueTask<StoredCode?> RereadCodeAsync(byte[] key) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync() => throw new NotSupportedException();
    }
}
