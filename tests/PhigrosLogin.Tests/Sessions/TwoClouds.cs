using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests.Sessions;

/// <summary>A gateway whose two regions have game clouds that a test spoils as it likes.</summary>
internal sealed class TwoClouds : IAsyncDisposable
{
    public const string Token = "f5knk52e8oa1b2c3d4e5fs7zx";
    public const string Fresh = "5frlikqlwzx1nh3wzsdtfr4q7";
    public const string ObjectId = "5f3b6a2d8a84aa0019f1b4c7";

    private readonly FaultyServer _china;
    private readonly FaultyServer _international;

    private TwoClouds(FaultyServer china, FaultyServer international, TestGateway gateway) =>
        (_china, _international, Gateway) = (china, international, gateway);

    public TestGateway Gateway { get; }

    /// <summary>A player.</summary>
    public static Fault Player { get; } = Faults.Answer(200, $$"""{"objectId":"{{ObjectId}}","nickname":"someone","shortId":"abc123","createdAt":"2023-05-10T12:27:09.338Z","updatedAt":"2023-05-10T12:27:09.338Z"}""");

    /// <summary>Nobody knows this session.</summary>
    public static Fault Unknown { get; } = Faults.Answer(400, """{"code":211,"error":"Could not find user."}""");

    /// <summary>The new session token.</summary>
    public static Fault Refreshed { get; } = Faults.Answer(200, $$"""{"sessionToken":"{{Fresh}}","objectId":"{{ObjectId}}"}""");

    public static Fault NoSave { get; } = Faults.Answer(200, """{"results":[]}""");

    /// <summary>What the clouds were asked, as method and path.</summary>
    public IEnumerable<string> AskedInChina => Asked(_china);

    /// <inheritdoc cref="AskedInChina" />
    public IEnumerable<string> AskedAbroad => Asked(_international);

    /// <summary>The queries with which the Chinese cloud was asked for saves.</summary>
    public IEnumerable<string> QueriesInChina =>
        _china.Calls.Where(call => call.Path == "/1.1/classes/_GameSave").Select(call => call.Target[call.Path.Length..]);

    public int Puts => AskedInChina.Concat(AskedAbroad).Count(call => call.StartsWith("PUT", StringComparison.Ordinal));

    /// <summary>Both regions answer as the test says; time is the real one, unless the test brings a clock.</summary>
    public static async Task<TwoClouds> StartAsync(Func<string, Fault> china, Func<string, Fault> international, TimeProvider? time = null, params string[] settings)
    {
        var (inChina, abroad) = (FaultyServer.Start(call => china(Short(call))), FaultyServer.Start(call => international(Short(call))));
        string[] all = [.. TestGateway.PointAt("global", abroad.Url), .. settings];
        var gateway = time is null ? await TestGateway.StartInRealTimeAsync(inChina.Url, all) : await TestGateway.StartAsync(time, inChina.Url, all);
        return new TwoClouds(inChina, abroad, gateway);
    }

    /// <summary>A cloud that is well but for what is given.</summary>
    public static Func<string, Fault> Well(Fault? me = null, Fault? save = null, Fault? refresh = null) => call => call switch
    {
        "GET /1.1/users/me" => me ?? Player,
        "GET /1.1/classes/_GameSave" => save ?? NoSave,
        _ => refresh ?? Refreshed,
    };

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _china.DisposeAsync();
        await _international.DisposeAsync();
    }

    private static IEnumerable<string> Asked(FaultyServer server) => server.Calls.Select(Short);

    private static string Short(UpstreamCall call) => $"{call.Method} {call.Path}";
}
