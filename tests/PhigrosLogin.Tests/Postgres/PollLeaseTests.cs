using PhigrosLogin.Polling;
using PhigrosLogin.Server.Store;
using PhigrosLogin.Tests.Store;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>Two instances share the polling of one code: the database's clock and the fencing token decide.</summary>
public sealed class PollLeaseTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(300);
    private static readonly PollPace Pace = PollPace.Start(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
    private static readonly PollPace NoWait = PollPace.Start(TimeSpan.Zero, TimeSpan.Zero);

    private readonly StoreWorld _world = new();

    [Fact]
    public async Task P39_One_polls_at_a_time_and_the_other_is_told()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;

        var first = await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life);
        var second = await pair.CoordinatorB.AcquirePollLeaseAsync(key, null, Lease, Life);

        (first.IsAcquired, first.MayBeSpent, first.IsInDoubt).ShouldBe((true, false, false));
        (second.IsAcquired, second.IsHeldByOther).ShouldBe((false, true));
    }

    [Fact]
    public async Task Of_fifty_who_ask_at_once_one_may_poll()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;

        var leases = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => (i % 2 == 0 ? pair.CoordinatorA : pair.CoordinatorB).AcquirePollLeaseAsync(key, null, Lease, Life).AsTask()));

        leases.Count(lease => lease.IsAcquired).ShouldBe(1);
    }

    [Fact]
    public async Task P39_The_pace_holds_for_all_instances_also_where_TapTap_wished_for_a_slower_one()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;
        var slower = Pace.AfterSlowDown(TimeSpan.FromSeconds(22));

        await pair.CoordinatorA.ReleasePollLeaseAsync(key, await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life), slower, mayBeSpent: false);
        var others = await pair.CoordinatorB.AcquirePollLeaseAsync(key, null, Lease, Life);
        var own = await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life);

        (others.IsAcquired, others.IsHeldByOther, others.Pace).ShouldBe((false, false, slower));
        others.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(22));
        own.IsAcquired.ShouldBeTrue("its own clock, which is stricter, has let it come");
    }

    [Fact]
    public async Task P39_Whoever_takes_over_from_one_that_disappeared_in_mid_poll_doubts_for_one_further_lease()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;
        await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Short, Life);

        var taken = await pair.UntilAcquiredAsync(pair.CoordinatorB, key, Short);
        await pair.CoordinatorB.ReleasePollLeaseAsync(key, taken, NoWait, mayBeSpent: true);
        var later = await pair.UntilAsync(() => pair.CoordinatorB.AcquirePollLeaseAsync(key, null, Short, Life), lease =>
        {
            if (lease is { IsAcquired: true, IsInDoubt: true }) pair.CoordinatorB.ReleasePollLeaseAsync(key, lease, NoWait, mayBeSpent: true).AsTask().GetAwaiter().GetResult();
            return lease is { IsAcquired: true, IsInDoubt: false };
        });

        (taken.MayBeSpent, taken.IsInDoubt).ShouldBe((true, true));
        later.MayBeSpent.ShouldBe(true);
    }

    [Fact]
    public async Task P39_Who_comes_back_after_a_takeover_changes_nothing()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;
        var late = await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Short, Life);
        var taken = await pair.UntilAcquiredAsync(pair.CoordinatorB, key, Lease);

        await pair.CoordinatorA.ReleasePollLeaseAsync(key, late, NoWait, mayBeSpent: false);

        taken.FencingToken.ShouldBeGreaterThan(late.FencingToken);
        (await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life)).IsHeldByOther.ShouldBeTrue();
    }

    [Fact]
    public async Task P39_A_grant_counts_from_whoever_has_it()
    {
        await using var pair = await StorePair.OpenAsync();
        var code = _world.Code("one");
        await pair.A.AddAsync(code);
        await pair.CoordinatorA.AcquirePollLeaseAsync(code.Key, null, Short, Life);
        await pair.UntilAcquiredAsync(pair.CoordinatorB, code.Key, Lease);
        await pair.B.AdvanceAsync(code.Key, DeviceCodeStatus.Lost, "lost"u8.ToArray());

        (await pair.A.AdvanceAsync(code.Key, DeviceCodeStatus.Granted, "granted"u8.ToArray())).ShouldBeTrue();

        (await pair.B.FindAsync(code.Key))!.Answer.ShouldBe("granted"u8.ToArray());
    }

    [Fact]
    public async Task That_an_answer_was_lost_is_known_to_all()
    {
        await using var pair = await StorePair.OpenAsync();
        var key = _world.Code("one").Key;

        await pair.CoordinatorA.ReleasePollLeaseAsync(key, await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life), NoWait, mayBeSpent: true);

        var taken = await pair.CoordinatorB.AcquirePollLeaseAsync(key, null, Lease, Life);
        taken.MayBeSpent.ShouldBe(true);
        await pair.CoordinatorB.ReleasePollLeaseAsync(key, taken, NoWait, mayBeSpent: false);
        (await pair.CoordinatorA.AcquirePollLeaseAsync(key, null, Lease, Life)).MayBeSpent.ShouldBe(false, "TapTap has told the other since that the code is unspent");
    }

    [Fact]
    public async Task P39_An_exchange_belongs_to_who_brought_the_grant_until_it_is_given_back()
    {
        await using var pair = await StorePair.OpenAsync();
        await pair.A.SaveLoginAsync(Login(1, "opened"));
        await pair.A.SaveLoginAsync(Login(2, "granted", isCompleting: true));
        var id = Login(1, "").Id;

        (await pair.CoordinatorB.AcquireExchangeLeaseAsync(id)).ShouldBeFalse();
        (await pair.CoordinatorA.AcquireExchangeLeaseAsync(id)).ShouldBeTrue();
        (await pair.CoordinatorB.FindOrphansAsync()).ShouldBeEmpty();
        await pair.CoordinatorA.ReleaseExchangeLeaseAsync(id);

        (await pair.CoordinatorB.FindOrphansAsync()).Single().Id.ShouldBe(id);
        (await pair.CoordinatorB.AcquireExchangeLeaseAsync(id)).ShouldBeTrue();
    }

    public void Dispose() => _world.Dispose();

    private static StoredLogin Login(long revision, string body, bool isCompleting = false) => new()
    {
        Id = "AAAAAAAAAAAAAAAAAAAAAA",
        Revision = revision,
        EraseAt = DateTimeOffset.UnixEpoch.AddYears(100),
        IsLive = true,
        IsCompleting = isCompleting,
        Body = System.Text.Encoding.UTF8.GetBytes(body),
    };
}
