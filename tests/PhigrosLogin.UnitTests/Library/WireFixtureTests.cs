using System.Text.Json;
using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Library;

/// <summary>The library in front of every answer that is written down: it reads what the fixture says that it means.</summary>
public class WireFixtureTests
{
    public static TheoryData<string> DeviceCodes => Of("device-code");

    public static TheoryData<string> Polls => Of("token");

    public static TheoryData<string> Profiles => Of("profile", "basic-info");

    public static TheoryData<string> Logins => Of("users");

    public static TheoryData<string> Sessions => Of("me");

    public static TheoryData<string> Refreshes => Of("refresh");

    public static TheoryData<string> Saves => Of("save");

    [Fact]
    public void Nothing_that_is_written_down_is_left_out()
    {
        string[] read = [.. new[] { DeviceCodes, Polls, Profiles, Logins, Sessions, Refreshes, Saves }.SelectMany(rows => rows.Select(row => row.Data))];

        read.Order().ShouldBe(WireFixture.All.Select(fixture => fixture.Name).Order());
    }

    [Theory]
    [MemberData(nameof(DeviceCodes))]
    public async Task An_answer_to_the_request_for_a_code_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);
        var data = upstream.Data;

        var read = await Reading.OfAsync(() => upstream.TapTap.RequestCodeAsync(upstream.Cancelled));

        if (upstream.Means != "code")
        {
            read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
            return;
        }
        var code = read.Value.ShouldNotBeNull();
        code.Code.Reveal().ShouldBe(data.GetProperty("device_code").GetString());
        code.Url.ShouldBe(Text(data, "qrcode_url") ?? $"{Text(data, "verification_url")}?qrcode=1&user_code={Text(data, "user_code")}");
        code.ExpiresIn.ShouldBe(Seconds(data, "expires_in", usual: 300, most: 86400));
        code.Interval.ShouldBe(Seconds(data, "interval", usual: 5, most: 1800));
    }

    [Theory]
    [MemberData(nameof(Polls))]
    public async Task An_answer_to_a_poll_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);

        var read = await Reading.OfAsync(() => upstream.TapTap.PollAsync(new Secret("a-device-code"), null, upstream.Cancelled));

        switch (upstream.Means)
        {
            case "failing" or "nonsense":
                read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
                break;
            case "granted":
                ShouldBeWritten(read.Value.ShouldBeOfType<Approval.Granted>().Token, upstream.Data);
                break;
            case "slow_down":
                var wish = upstream.Data.TryGetProperty("interval", out var interval) ? TimeSpan.FromSeconds(interval.GetInt32()) : (TimeSpan?)null;
                read.Value.ShouldBeOfType<Approval.SlowDown>().Wish.ShouldBe(wish);
                break;
            default:
                read.Value.ShouldNotBeNull().ShouldBeOfType(KindOf(upstream.Means));
                break;
        }
        (read.Value switch { Approval.Denied no => no.Refusal, Approval.Expired over => over.Refusal, Approval.Refused no => no.Refusal, _ => null })
            ?.Text.ShouldBe(upstream.Sent);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task An_answer_to_the_request_for_a_profile_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);
        var data = upstream.Data;

        var read = await Reading.OfAsync(() => upstream.TapTap.GetProfileAsync(upstream.Token, upstream.Cancelled));

        upstream.Path.ShouldBe(name.StartsWith("basic-info", StringComparison.Ordinal) ? "/account/basic-info/v1" : "/account/profile/v1");
        if (upstream.Means != "profile")
        {
            read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
            return;
        }
        var profile = read.Value.ShouldNotBeNull();
        profile.OpenId.ShouldBe(data.GetProperty("openid").GetString());
        profile.UnionId.ShouldBe(data.GetProperty("unionid").GetString());
        profile.Name.ShouldBe(Text(data, "name") ?? "");
        profile.Gender.ShouldBe(Text(data, "gender") ?? "");
        profile.Avatar.ShouldBe(Text(data, "avatar") ?? "");
    }

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task An_answer_of_the_game_cloud_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);
        var createMissing = upstream.Situation == "new_player";

        var read = await Reading.OfAsync(() => upstream.Cloud.LoginAsync(upstream.Token, WrittenUpstream.Profile, createMissing, upstream.Cancelled));

        switch (upstream.Means)
        {
            case "no_player":
                read.Value.ShouldBeOfType<CloudLogin.NoPlayer>();
                break;
            case "player":
                var player = read.Value.ShouldBeOfType<CloudLogin.Player>();
                player.SessionToken.Reveal().ShouldBe(upstream.Root.GetProperty("sessionToken").GetString());
                player.ObjectId.ShouldBe(upstream.Root.GetProperty("objectId").GetString());
                player.Nickname.ShouldBe(Text(upstream.Root, "nickname") ?? "");
                player.ShortId.ShouldBe(Text(upstream.Root, "shortId") ?? "");
                break;
            default:
                read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task An_answer_to_whose_session_this_is_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);

        var read = await Reading.OfAsync(() => upstream.Cloud.GetPlayerAsync(WrittenUpstream.Session, upstream.Cancelled));

        upstream.Path.ShouldBe("/1.1/users/me");
        switch (upstream.Means)
        {
            case "session_not_found":
                read.Value.ShouldBeOfType<CloudSession.Unknown>();
                break;
            case "player":
                var player = read.Value.ShouldBeOfType<CloudSession.Player>();
                player.ObjectId.ShouldBe(upstream.Root.GetProperty("objectId").GetString());
                player.Nickname.ShouldBe(Text(upstream.Root, "nickname") ?? "");
                player.ShortId.ShouldBe(Text(upstream.Root, "shortId") ?? "");
                player.CreatedAt.ShouldBe(upstream.Root.GetProperty("createdAt").GetDateTimeOffset());
                player.UpdatedAt.ShouldBe(upstream.Root.GetProperty("updatedAt").GetDateTimeOffset());
                break;
            default:
                read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Refreshes))]
    public async Task An_answer_to_the_request_for_a_new_session_token_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);

        var read = await Reading.OfAsync(() => upstream.Cloud.RefreshSessionAsync(WrittenUpstream.Session, WrittenUpstream.ObjectId, upstream.Cancelled));

        upstream.Path.ShouldBe($"/1.1/users/{WrittenUpstream.ObjectId}/refreshSessionToken");
        switch (upstream.Means)
        {
            case "session_not_found":
                read.Value.ShouldBeOfType<SessionRefresh.Unknown>();
                break;
            case "refreshed":
                read.Value.ShouldBeOfType<SessionRefresh.Done>().SessionToken.Reveal().ShouldBe(upstream.Root.GetProperty("sessionToken").GetString());
                break;
            default:
                read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Saves))]
    public async Task An_answer_to_the_request_for_the_save_is_read_as_it_is_meant(string name)
    {
        await using var upstream = WrittenUpstream.Answering(name);

        var read = await Reading.OfAsync(() => upstream.Cloud.GetSaveAsync(WrittenUpstream.Session, WrittenUpstream.ObjectId, upstream.Cancelled));

        upstream.Path.ShouldBe("/1.1/classes/_GameSave");
        switch (upstream.Means)
        {
            case "session_not_found":
                read.Value.ShouldBeOfType<NewestSave.SessionNotFound>();
                break;
            case "no_save":
                read.Value.ShouldBeOfType<NewestSave.None>();
                break;
            case "save":
                var save = read.Value.ShouldBeOfType<NewestSave.Present>();
                var written = upstream.NewestSave;
                save.SavedAt.ShouldBe(written.GetProperty("modifiedAt").GetProperty("iso").GetDateTimeOffset());
                save.Bytes.ShouldBe(written.TryGetProperty("gameFile", out var file) ? file.GetProperty("metaData").GetProperty("size").GetInt64() : null);
                save.Summary.ShouldNotBeNull().SaveVersion.ShouldBe(6);
                break;
            default:
                read.Trouble.ShouldBe(WrittenUpstream.TroubleOf(upstream.Means));
                break;
        }
    }

    private static void ShouldBeWritten(TapTapToken token, JsonElement data)
    {
        token.Kid.Reveal().ShouldBe(data.GetProperty("kid").GetString());
        token.AccessToken.Reveal().ShouldBe(data.GetProperty("access_token").GetString());
        token.TokenType.ShouldBe(data.GetProperty("token_type").GetString());
        token.MacKey.Reveal().ShouldBe(data.GetProperty("mac_key").GetString());
        token.MacAlgorithm.ShouldBe(data.GetProperty("mac_algorithm").GetString());
        token.Scope.ShouldBe(Text(data, "scope") ?? "");
    }

    // §1: what is absent or cannot be used falls back to its default.
    private static TimeSpan Seconds(JsonElement data, string name, int usual, int most) => TimeSpan.FromSeconds(
        data.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.GetInt32() is var seconds and > 0 && seconds <= most ? seconds : usual);

    private static Type KindOf(string means) => means switch
    {
        "pending" => typeof(Approval.Pending),
        "scanned" => typeof(Approval.Scanned),
        "denied" => typeof(Approval.Denied),
        "expired" => typeof(Approval.Expired),
        "refused" => typeof(Approval.Refused),
        "unknown_word" => typeof(Approval.UnknownWord),
        _ => throw new ArgumentException($"No reading is known for {means}.", nameof(means)),
    };

    private static string? Text(JsonElement data, string name) => data.TryGetProperty(name, out var member) ? member.GetString() : null;

    private static TheoryData<string> Of(params string[] endpoints) =>
        [.. WireFixture.All.Where(fixture => endpoints.Contains(fixture.Endpoint)).Select(fixture => fixture.Name)];
}
