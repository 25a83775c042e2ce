using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Tests.Store;

public class StoredCodeTests
{
    [Theory]
    [InlineData(-3600, 300)]
    [InlineData(-1, 300)]
    [InlineData(0, 300)]
    [InlineData(120, 180)]
    [InlineData(300, 0)]
    [InlineData(3600, 0)]
    public void The_time_left_lies_between_nothing_and_the_whole_life(int secondsAfterCreation, int left)
    {
        var created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var code = new StoredCode { Key = [], Region = "cn", CreatedAt = created, ExpiresAt = created.AddSeconds(300), Interval = TimeSpan.Zero };

        code.RemainingAt(created.AddSeconds(secondsAfterCreation)).ShouldBe(TimeSpan.FromSeconds(left));
    }

    [Fact]
    public void A_code_that_ends_before_it_begins_has_no_time_left()
    {
        var created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var code = new StoredCode { Key = [], Region = "cn", CreatedAt = created, ExpiresAt = created.AddSeconds(-1), Interval = TimeSpan.Zero };

        code.RemainingAt(created.AddHours(-1)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_key_of_a_code_is_the_hash_of_its_region_and_itself()
    {
        var key = CodeKey.Of("cn", new Secret("f5knk52e8o"));

        // printf 'cn\nf5knk52e8o' | sha256sum
        Convert.ToHexStringLower(key).ShouldBe("82e4ad7dbc863b3777fc03177368598ee102f3a89397e49772de6cd45bae2812");
        CodeKey.Of("global", new Secret("f5knk52e8o")).ShouldNotBe(key);
    }
}
