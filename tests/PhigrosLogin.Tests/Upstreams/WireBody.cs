namespace PhigrosLogin.Tests.Upstreams;

/// <summary>Bodies as TapTap sends them (docs/protocol.md), for tests that spoil them.</summary>
internal static class WireBody
{
    public const string Code = "bdK9qxspDeBrbM2OUu4M0EBloEVR9App6Xh9buXD";

    /// <summary>Longer than TapTap's five characters, so that it is not found by chance where it is not.</summary>
    public const string UserCode = "lyhtp7qd3wkz9m";

    public const string Kid = "1/KThGmmzzbOAaK7ENQpHQ";

    public const string MacKey = "jzu9DBWyHMjMoH7ZaPI35T56znCgD6YG";

    public const string OpenId = "XhGqUIXu6Zwds3aCBGjJ4A==";

    public const string SessionToken = "f5knk52e8oa1b2c3d4e5fs7zx";

    public const string NewSessionToken = "5frlikqlwzx1nh3wzsdtfr4q7";

    public const string Link = "https://accounts.taptap.cn/device?qrcode=1&user_code=" + UserCode;

    public const string DeviceCode =
        $$"""{"data":{"device_code":"{{Code}}","user_code":"{{UserCode}}","verification_url":"https://accounts.taptap.cn/device","qrcode_url":"{{Link}}","expires_in":300,"interval":1},"now":1723259060,"success":true}""";

    public const string Grant =
        $$"""{"data":{"kid":"{{Kid}}","access_token":"{{Kid}}","token_type":"mac","mac_key":"{{MacKey}}","mac_algorithm":"hmac-sha-1","scope":"public_profile"},"now":1760442639,"success":true}""";

    public const string Profile =
        $$"""{"data":{"name":"static-void2","avatar":"https://img3.tapimg.com/default_avatars/384aa197eceba6322c9af740d008e65e.jpg","gender":"","openid":"{{OpenId}}","unionid":"unionid"},"now":1723259060,"success":true}""";

    public const string Player =
        $$"""{"objectId":"5f3b6a2d8a84aa0019f1b4c7","sessionToken":"{{SessionToken}}","nickname":"someone","shortId":"abc123","createdAt":"2023-05-10T12:27:09.338Z","updatedAt":"2023-05-10T12:27:09.338Z"}""";

    public const string Refreshed =
        $$"""{"sessionToken":"{{NewSessionToken}}","updatedAt":"2023-05-10T12:27:09.338Z","objectId":"5f3b6a2d8a84aa0019f1b4c7"}""";

    public const string Saves = """{"results":[{"user":{"__type":"Pointer","className":"_User","objectId":"5f3b6a2d8a84aa0019f1b4c7"},"modifiedAt":{"__type":"Date","iso":"2023-05-10T12:27:09.338Z"},"summary":"BgAA1I6dPoEBAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAA=="}]}""";

    public const string CodeBody = $$"""{"deviceCode":"{{Code}}"}""";

    public const string TokenBody = $$$"""{"data":{"kid":"{{{Kid}}}","macKey":"{{{MacKey}}}"}}""";

    public static string Error(string word, string description = "") =>
        $$"""{"data":{"code":-1,"msg":"请求错误","error":"{{word}}","error_description":"{{description}}"},"now":1723259060,"success":false}""";
}
