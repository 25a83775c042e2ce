using System.Globalization;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public class LoginChangeQueueTests
{
    private readonly LoginChangeQueue _queue = new();

    [Fact]
    public async Task Several_notifications_of_a_login_are_one_with_the_highest_revision()
    {
        _queue.Add("a", 2);
        _queue.Add("b", 1);
        _queue.Add("a", 4);
        _queue.Add("a", 3);

        var batch = await ReadAsync();

        batch.MayBeIncomplete.ShouldBeFalse();
        batch.Logins.ShouldBe(new Dictionary<string, long> { ["a"] = 4, ["b"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task What_comes_while_a_batch_is_processed_is_in_the_next_one()
    {
        _queue.AddGap();
        var first = await ReadAsync();
        _queue.AddGap();
        _queue.Add("a", 1);

        var second = await ReadAsync();

        (first.MayBeIncomplete, second.MayBeIncomplete, second.Logins.Count).ShouldBe((true, true, 1));
    }

    [Fact]
    public async Task Without_a_change_nobody_is_woken()
    {
        _queue.Add("a", 1);
        await ReadAsync();

        ReadAsync().IsCompleted.ShouldBeFalse();
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_flood_becomes_one_comparison_and_stays_bounded()
    {
        for (var login = 0; login < 25_000; login++) _queue.Add(login.ToString(CultureInfo.InvariantCulture), 1);

        var batch = await ReadAsync();

        batch.MayBeIncomplete.ShouldBeTrue();
        batch.Logins.Count.ShouldBe(10_000);
        _queue.Add("a", 1);
        (await ReadAsync()).MayBeIncomplete.ShouldBeFalse();
    }

    private Task<LoginChanges> ReadAsync() => _queue.ReadAsync(TestContext.Current.CancellationToken);
}
