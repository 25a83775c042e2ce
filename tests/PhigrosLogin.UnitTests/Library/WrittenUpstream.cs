using System.Text;
using System.Text.Json;
using PhigrosLogin.Cli.LiveCheck;
using PhigrosLogin.Cloud;
using PhigrosLogin.FaultyUpstream;
using PhigrosLogin.TapTap;

namespace PhigrosLogin.Tests.Library;

/// <summary>An upstream that gives one written answer to everything, and the library's clients in front of it.</summary>
internal sealed class WrittenUpstream : IAsyncDisposable
{
    private readonly WireFixture _fixture;
    private readonly FaultyServer _server;
    private readonly HttpClient _connections = UpstreamHttp.CreateClient();

    private WrittenUpstream(WireFixture fixture)
    {
        _fixture = fixture;
        _server = FaultyServer.Start(Faults.Answer(fixture.Status, fixture.BodyBytes.ToArray(), headers: fixture.Date is { } date ? [$"Date: {date}"] : []));
        var clock = new ManualClock();
        var http = new UpstreamHttp(_connections, clock);
        var usual = fixture.Region == "cn" ? Region.China : Region.International;
        var region = new Region
        {
            Name = usual.Name,
            AccountsUrl = _server.Url,
            ApiUrl = _server.Url,
            CloudUrl = _server.Url,
            ClientId = usual.ClientId,
            AppKey = usual.AppKey,
            LinkHosts = usual.LinkHosts,
        };
        TapTap = new TapTapClient(http, region, clock);
        Cloud = new GameCloudClient(http, region, clock);
    }

    public static TapTapProfile Profile { get; } = new() { OpenId = "o", UnionId = "u", Name = "n", Gender = "", Avatar = "" };

    public static Secret Session { get; } = new("f5knk52e8oa1b2c3d4e5fs7zx");

    /// <summary>Whose session it is in every fixture.</summary>
    public static string ObjectId => "d30316b8b10f4898d001c4a1";

    public TapTapClient TapTap { get; }

    public GameCloudClient Cloud { get; }

    public string Means => _fixture.Means;

    public string? Situation => _fixture.Situation;

    /// <summary>In a list of saves, the player's newest one.</summary>
    public JsonElement NewestSave => Root.GetProperty("results")[_fixture.Newest];

    public JsonElement Root => _fixture.Body;

    public JsonElement Data => Root.GetProperty("data");

    /// <summary>The body as it stood on the wire.</summary>
    public string Sent => Encoding.UTF8.GetString(_fixture.BodyBytes.Span);

    /// <summary>The path that was asked for.</summary>
    public string Path => _server.Calls.First().Path;

    /// <summary>A token that covers what the fixture's endpoint tells.</summary>
    public TapTapToken Token =>
        TapTapToken.TryCreate("k", null, null, "m", null, _fixture.Endpoint == "basic-info" ? "basic_info" : "public_profile", out var token, out _)
            ? token
            : throw new InvalidOperationException("The token of the test is not usable.");

    public CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static WrittenUpstream Answering(string fixture) => new(WireFixture.Load(fixture));

    public static UpstreamTrouble TroubleOf(string means) => means switch
    {
        "refused" => UpstreamTrouble.Refused,
        "failing" => UpstreamTrouble.Failing,
        "too_many" => UpstreamTrouble.TooManyRequests,
        "clock_skew" => UpstreamTrouble.ClockSkew,
        "nonsense" => UpstreamTrouble.BadAnswer,
        _ => throw new ArgumentException($"No trouble is known for {means}.", nameof(means)),
    };

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>What the library made of an answer: a value, or the trouble that it saw.</summary>
internal sealed record Reading<T>(T? Value, UpstreamTrouble? Trouble)
    where T : class;

internal static class Reading
{
    public static async Task<Reading<T>> OfAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return new(await ask(), null);
        }
        catch (UpstreamException exception)
        {
            return new(null, exception.Trouble);
        }
    }
}
