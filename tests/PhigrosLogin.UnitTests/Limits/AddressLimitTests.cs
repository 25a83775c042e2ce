using System.Net;
using PhigrosLogin.Server.Http;

namespace PhigrosLogin.Tests.Limits;

/// <summary>Whom a limit counts as one, and how its buckets empty and fill.</summary>
public class AddressLimitTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "::192.0.2.7", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:2:2::1", false)]
    [InlineData("fe80::1%1", "fe80::2%2", true)]
    [InlineData(null, null, true)]
    public void An_address_of_IPv4_is_one_and_so_is_a_64_of_IPv6(string? one, string? other, bool isSame) =>
        (CallerAddress.Of(Parse(one)) == CallerAddress.Of(Parse(other))).ShouldBe(isSame);

    [Fact]
    public void A_bucket_empties_at_once_and_fills_within_a_minute()
    {
        var clock = new ManualClock();
        var limit = new AddressLimit(each: 3, together: 100, clock);
        var caller = Caller(1);

        Draws(limit, caller, 3).ShouldAllBe(wait => wait == TimeSpan.Zero);
        limit.Draw(caller).ShouldBe(TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        limit.Draw(caller).ShouldBe(TimeSpan.FromTicks(1));
        clock.Advance(TimeSpan.FromTicks(1));
        limit.Draw(caller).ShouldBe(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromHours(1));
        Draws(limit, caller, 4).Select(wait => wait.TotalSeconds).ShouldBe([0, 0, 0, 20]);
    }

    [Fact]
    public void What_is_refused_costs_nothing_and_one_caller_does_not_feel_another()
    {
        var limit = new AddressLimit(each: 2, together: 5, new ManualClock());

        Draws(limit, Caller(1), 50).Count(wait => wait == TimeSpan.Zero).ShouldBe(2);
        Draws(limit, Caller(2), 50).Count(wait => wait == TimeSpan.Zero).ShouldBe(2);
        Draws(limit, Caller(3), 50).Count(wait => wait == TimeSpan.Zero).ShouldBe(1, "all together have five");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(99_991)]
    public void The_size_is_met_exactly(int size)
    {
        var limit = new AddressLimit(size, together: 1_000_000, new ManualClock());

        Draws(limit, Caller(1), size + 10).Count(wait => wait == TimeSpan.Zero).ShouldBe(size);
    }

    [Fact]
    public void A_crowd_of_addresses_is_forgotten_again()
    {
        var clock = new ManualClock();
        var limit = new AddressLimit(each: 60, together: 1000, clock);
        var most = 0;

        for (uint i = 0; i < 100_000; i++)
        {
            limit.Draw(Caller(i));
            clock.Advance(TimeSpan.FromMilliseconds(1));
            most = Math.Max(most, limit.Count);
        }

        most.ShouldBeLessThanOrEqualTo(4000);
    }

    private static CallerAddress Caller(uint number) => new(IsV6: false, number);

    private static TimeSpan[] Draws(AddressLimit limit, CallerAddress caller, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => limit.Draw(caller))];

    private static IPAddress? Parse(string? text) => text is null ? null : IPAddress.Parse(text);
}
