namespace PhigrosLogin.Tests.PlayerLogins;

/// <summary>A region of the library that is an upstream of the test.</summary>
internal static class TestRegion
{
    public static Region At(Uri upstream, Region? usual = null) => new()
    {
        Name = (usual ?? Region.China).Name,
        AccountsUrl = upstream,
        ApiUrl = upstream,
        CloudUrl = upstream,
        ClientId = (usual ?? Region.China).ClientId,
        AppKey = (usual ?? Region.China).AppKey,
        LinkHosts = [.. (usual ?? Region.China).LinkHosts, upstream.Host],
    };
}
