using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Telemetry;

/// <summary>What Prometheus reads of a gateway after things have happened to it.</summary>
public class MetricsTests
{
    private const string Management = "--ManagementUrls=http://127.0.0.1:0";

    [Fact]
    public async Task A_login_is_counted_from_its_start_to_its_end()
    {
        await using var world = await World.StartAsync(new ManualClock(), Management);
        var login = await world.OpenAsync();
        var userCode = await login.LookAsync();
        world.China.Codes.Scan(userCode);
        var scanned = login.UntilAsync("scanned");
        await world.PassIntervalAsync();
        await scanned;
        world.China.Codes.Confirm(userCode);
        var succeeded = login.UntilAsync("succeeded");
        await world.PassToPollAsync();
        await succeeded;

        var lines = (await world.ScrapeAsync()).Split('\n');

        ((string[])[
            "phigroslogin_logins_started_total{api=\"login\",region=\"cn\"} 1",
            "phigroslogin_logins_ended_total{api=\"login\",region=\"cn\",outcome=\"succeeded\"} 1",
            "phigroslogin_login_time_to_scan_seconds_bucket{region=\"cn\",le=\"5\"} 1",
            "phigroslogin_login_time_to_scan_seconds_sum{region=\"cn\"} 3",
            "phigroslogin_login_time_to_confirm_seconds_bucket{region=\"cn\",le=\"+Inf\"} 1",
            "phigroslogin_upstream_polls_total{region=\"cn\",answer=\"scanned\"} 1",
            "phigroslogin_upstream_polls_total{region=\"cn\",answer=\"granted\"} 1",
            "phigroslogin_upstream_status{region=\"cn\",state=\"ok\"} 1",
            "phigroslogin_upstream_status{region=\"cn\",state=\"down\"} 0",
            "phigroslogin_logins_known{kind=\"login\"} 1",
            "phigroslogin_logins_known{kind=\"code\"} 0",
            "phigroslogin_streams_open 0",
        ]).Except(lines).ShouldBeEmpty(string.Join('\n', lines));
    }

    [Fact]
    public async Task A_code_of_the_LoginQrCode_API_counts_as_a_login()
    {
        await using var world = await World.StartAsync(Management);
        await world.FinishedCheckAsync(world.China);
        await world.FinishedCheckAsync(world.International, "?region=global");

        var text = await world.ScrapeAsync();

        text.ShouldContain("phigroslogin_logins_started_total{api=\"loginqrcode\",region=\"cn\"} 1\n");
        text.ShouldContain("phigroslogin_logins_ended_total{api=\"loginqrcode\",region=\"global\",outcome=\"succeeded\"} 1\n");
    }

    [Fact]
    public async Task A_code_that_nobody_asks_for_any_more_counts_as_expired_when_it_is_forgotten()
    {
        await using var world = await World.StartAsync(new ManualClock(), Management);
        await world.NewCodeAsync();

        world.Clock.Advance(TimeSpan.FromMinutes(20));

        (await world.ScrapeAsync()).ShouldContain("phigroslogin_logins_ended_total{api=\"loginqrcode\",region=\"cn\",outcome=\"expired\",reason=\"timed_out\"} 1\n");
    }

    [Fact]
    public async Task A_cancelled_login_of_an_OAuth_client_counts_behind_its_door()
    {
        await using var world = await World.StartAsync(Management);
        using var answer = await world.Http.PostAsync("/oauth/device_authorization", new FormUrlEncodedContent([new("client_id", "me")]));
        var id = (await answer.JsonAsync()).GetProperty("verification_uri_complete").GetString()!.Split('/')[^1];
        using var cancelled = await new OpenLogin(() => world.Http, id, "").CancelAsync();

        var text = await world.ScrapeAsync();

        text.ShouldContain("phigroslogin_logins_started_total{api=\"oauth\",region=\"cn\"} 1\n");
        text.ShouldContain("phigroslogin_logins_ended_total{api=\"oauth\",region=\"cn\",outcome=\"cancelled\"} 1\n");
    }

    [Fact]
    public async Task Strangers_cannot_make_more_of_it_with_methods_and_paths_that_they_invent()
    {
        await using var world = await World.StartAsync(Management);

        for (var which = 0; which < 20; which++) await InventAsync(which);

        var text = await world.ScrapeAsync();
        text.ShouldNotContain("invented");
        text.Split('\n').Count(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)).ShouldBeInRange(1, 3); // one for each kind below

        async Task InventAsync(int which)
        {
            await RawHttp.SendAsync(world.Url, $"INVENTED{which} /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            await RawHttp.GetAsync(world.Url, $"/invented/{which}?invented={which}");
            await RawHttp.GetAsync(world.Url, $"/api/v1/logins/invented{which}");
        }
    }
}
