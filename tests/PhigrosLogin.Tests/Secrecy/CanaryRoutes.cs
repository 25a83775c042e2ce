using System.Text;
using System.Text.Json.Nodes;
using PhigrosLogin.Tests.Upstreams;

namespace PhigrosLogin.Tests.Secrecy;

/// <summary>The ways into the gateway that a secret takes. A new route is one more row.</summary>
internal static class CanaryRoutes
{
    public static (string Name, Func<KeptConnection, RawAnswer> Ask)[] All { get; } =
    [
        ("a new code", gateway => gateway.Get("/api/LoginQrCode/GetNewQrCode")),
        ("a check", gateway => Post(gateway, "CheckQRCode", WireBody.CodeBody)),
        ("a check with a link", gateway => Post(gateway, "CheckQRCode", $$"""{"deviceCode":"{{WireBody.Code}}","url":"{{WireBody.Link}}"}""")),
        ("a profile", gateway => Post(gateway, "GetTapTapProfile", WireBody.TokenBody)),
        ("a profile by ids", gateway => Post(gateway, "GetTapTapProfile", Token("\"scope\":\"basic_info\""))),
        ("a session token", gateway => Post(gateway, "GetPhigrosToken", WireBody.TokenBody)),
        ("a code twice", gateway => Post(gateway, "CheckQRCode", $$"""{"deviceCode":"{{WireBody.Code}}","deviceCode":"{{WireBody.Code}}"}""")),
        ("a code as a name", gateway => Post(gateway, "CheckQRCode", $$"""{"{{WireBody.Code}}":"deviceCode"}""")),
        ("a code in a code", gateway => Post(gateway, "CheckQRCode", $$"""{"deviceCode":"{{WireBody.Code}} {{WireBody.Code}}"}""")),
        ("a code that is cut off", gateway => Post(gateway, "CheckQRCode", $$"""{"deviceCode":"{{WireBody.Code}}""")),
        ("a link of nobody", gateway => Post(gateway, "CheckQRCode", $$"""{"deviceCode":"{{WireBody.Code}}","url":"https://evil.example/{{WireBody.UserCode}}"}""")),
        ("a key with a line break", gateway => Post(gateway, "GetPhigrosToken", $$$"""{"data":{"kid":"{{{WireBody.Kid}}}","macKey":"{{{WireBody.MacKey}}}\r\nX: y"}}""")),
        ("a key as the algorithm", gateway => Post(gateway, "GetPhigrosToken", Token($"\"macAlgorithm\":\"{WireBody.MacKey}\""))),
        ("a key as the region", gateway => Post(gateway, "GetTapTapProfile", WireBody.TokenBody[..^1] + $",\"region\":\"{WireBody.MacKey}\"}}")),
        ("a key twice", gateway => Post(gateway, "GetTapTapProfile", Token($"\"kid\":\"{WireBody.MacKey}\""))),
        ("a key and no kid", gateway => Post(gateway, "GetTapTapProfile", $$$"""{"data":{"macKey":"{{{WireBody.MacKey}}}"}}""")),
        ("a token in a form", gateway => gateway.Post("/api/LoginQrCode/GetPhigrosToken", Encoding.UTF8.GetBytes($"kid={WireBody.Kid}&macKey={WireBody.MacKey}"), "Content-Type: application/x-www-form-urlencoded\r\n")),
        ("a token where no route is", gateway => Post(gateway, "Nothing", WireBody.TokenBody)),
        ("a login's page", gateway => gateway.Get($"/l/{Open(gateway).Id}")),
        ("a login's code", gateway => gateway.Get($"/api/v1/logins/{Open(gateway).Id}?ensureQr=true")),
        ("a login's picture", gateway => gateway.Get($"/api/v1/logins/{Open(gateway).Id}/qr.svg")),
        ("a login's way to TapTap", gateway => gateway.Get($"/l/{Open(gateway).Id}/open")),
        ("a login's result", gateway => Result(gateway, Open(gateway))),
        ("a login's result for a key", gateway => Result(gateway, (Open(gateway).Id, WireBody.MacKey))),
        ("a login in a region that is a key", gateway => gateway.Post("/api/v1/logins", Encoding.UTF8.GetBytes($$"""{"region":"{{WireBody.MacKey}}"}"""))),
        ("a login with a key for its life", gateway => gateway.Post("/api/v1/logins", Encoding.UTF8.GetBytes($$"""{"expiresInSeconds":"{{WireBody.MacKey}}"}"""))),
        ("a login of a browser's own", gateway => Form(gateway, "/", "region=cn")),
        ("a login with a client secret", gateway => gateway.Post("/api/v1/logins", "{}"u8.ToArray(), $"Content-Type: application/json\r\nX-Api-Key: {CanaryMarks.ClientSecret}\r\n")),
        ("a session to inspect", gateway => Session(gateway, "inspect", $"\"sessionToken\":\"{WireBody.SessionToken}\"")),
        ("a session to inspect in one region", gateway => Session(gateway, "inspect", $"\"sessionToken\":\"{WireBody.SessionToken}\",\"region\":\"cn\"")),
        ("a session to rotate", gateway => Session(gateway, "rotate", $"\"sessionToken\":\"{WireBody.SessionToken}\",\"region\":\"cn\"")),
        ("a session in a region that is a session", gateway => Session(gateway, "inspect", $"\"sessionToken\":\"{WireBody.SessionToken}\",\"region\":\"{WireBody.SessionToken}\"")),
        ("a session as the region", gateway => Session(gateway, "rotate", $"\"region\":\"{WireBody.SessionToken}\"")),
        ("a session as a name", gateway => Session(gateway, "rotate", $"\"{WireBody.SessionToken}\":\"sessionToken\"")),
        ("a session that is too long", gateway => Session(gateway, "inspect", $"\"sessionToken\":\"{WireBody.SessionToken}{WireBody.SessionToken}\"")),
        ("a session twice", gateway => Session(gateway, "rotate", $"\"sessionToken\":\"{WireBody.SessionToken}\",\"sessionToken\":\"{WireBody.SessionToken}\"")),
        ("a kid as a session", gateway => Session(gateway, "inspect", $"\"sessionToken\":\"{WireBody.Kid}\"")),
        ("a session where no route is", gateway => Session(gateway, "nothing", $"\"sessionToken\":\"{WireBody.SessionToken}\"")),
        ("a device's token", gateway => Form(gateway, "/oauth/token", $"{Grant}&client_id=me&device_code={Uri.EscapeDataString(Device(gateway))}")),
        ("a device's token for a key", gateway => Form(gateway, "/oauth/token", $"{Grant}&client_id=me&device_code={Uri.EscapeDataString(WireBody.MacKey)}")),
        ("a device's token for a code and a key", gateway => Form(gateway, "/oauth/token", $"{Grant}&client_id=me&device_code={Device(gateway).Split('.')[0]}.{WireBody.Code}")),
        ("a device's token for a key that is a client", gateway => Form(gateway, "/oauth/token", $"{Grant}&client_id={Uri.EscapeDataString(WireBody.MacKey)}&device_code={WireBody.Code}")),
        ("a device's token twice", gateway => Form(gateway, "/oauth/token", $"{Grant}&device_code={WireBody.Code}&device_code={WireBody.Code}")),
        ("a key as a grant", gateway => Form(gateway, "/oauth/token", $"client_id=me&grant_type={Uri.EscapeDataString(WireBody.MacKey)}")),
        ("a key as a parameter", gateway => Form(gateway, "/oauth/token", $"{Uri.EscapeDataString(WireBody.MacKey)}=1&{Uri.EscapeDataString(WireBody.MacKey)}=2")),
        ("a key as a client's region", gateway => Form(gateway, "/oauth/device_authorization", $"client_id=me&region={Uri.EscapeDataString(WireBody.MacKey)}")),
        ("a key as a client's scope", gateway => Form(gateway, "/oauth/device_authorization", $"client_id=me&scope=%22{Uri.EscapeDataString(WireBody.MacKey)}")),
        ("a key as a client", gateway => Form(gateway, "/oauth/device_authorization", $"client_id={Uri.EscapeDataString(WireBody.MacKey)}{WireBody.MacKey}{WireBody.MacKey}{WireBody.MacKey}")),
        ("a key as a client's secret", gateway => Form(gateway, "/oauth/token", Grant, $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{WireBody.MacKey}"))}\r\n")),
        ("a key as a client's bearer", gateway => Form(gateway, "/oauth/device_authorization", "", $"Authorization: Bearer {WireBody.MacKey}\r\n")),
        ("a token in JSON for a client", gateway => gateway.Post("/oauth/token", Encoding.UTF8.GetBytes(WireBody.TokenBody))),
        ("a token that is too large", gateway => Post(gateway, "GetPhigrosToken", Token($"\"x\":\"{new string('x', 20_000)}\""))),
    ];

    /// <summary>What is asked of a login after its code was polled. A new route is one more row.</summary>
    public static (string Name, Func<KeptConnection, (string Id, string Secret), RawAnswer> Ask)[] OfAPolledLogin { get; } =
    [
        ("its state", (gateway, login) => gateway.Get($"/api/v1/logins/{login.Id}")),
        ("its page", (gateway, login) => gateway.Get($"/l/{login.Id}")),
        ("its page for a login secret", (gateway, login) => gateway.Get($"/l/{login.Id}", $"Cookie: browser={login.Secret}\r\n")),
        ("its picture", (gateway, login) => gateway.Get($"/api/v1/logins/{login.Id}/qr.png")),
        ("its result", Result),
        ("its end", (gateway, login) => gateway.Post($"/api/v1/logins/{login.Id}/cancel", [])),
    ];

    /// <summary>Whether a header may hold the user code: it stands in the link to TapTap's own page, to which a player is sent.</summary>
    public static bool IsTheWayToTapTap(RawAnswer answer, string header) => header == "Location" && answer.Status == 303 && answer.Headers[header] == WireBody.Link;

    /// <summary>Whether a body may hold a secret: an answer that brings what was asked for does, a refusal does not.</summary>
    public static bool IsRefusal(RawAnswer answer) =>
        answer.Status != 200 || (answer.Body.StartsWith('{') && JsonNode.Parse(answer.Body)!["codeName"] is not null);

    public static (string Id, string Secret) Open(KeptConnection gateway)
    {
        var opened = JsonNode.Parse(gateway.Post("/api/v1/logins", "{}"u8.ToArray()).Body)!;
        return ((string)opened["id"]!, (string)opened["loginSecret"]!);
    }

    /// <summary>Starts a login as a browser does: its id, and the cookie that was set.</summary>
    public static (string Id, string Cookie) Start(KeptConnection gateway)
    {
        var answer = Form(gateway, "/", "region=cn");
        return (answer.Headers["Location"].Split('/')[2], answer.Headers["Set-Cookie"].Split(';')[0]);
    }

    private static RawAnswer Result(KeptConnection gateway, (string Id, string Secret) login) =>
        gateway.Get($"/api/v1/logins/{login.Id}/result", $"Authorization: Bearer {login.Secret}\r\n");

    private const string Grant = "grant_type=urn:ietf:params:oauth:grant-type:device_code";

    private static string Device(KeptConnection gateway) =>
        (string)JsonNode.Parse(Form(gateway, "/oauth/device_authorization", "client_id=me").Body)!["device_code"]!;

    private static RawAnswer Form(KeptConnection gateway, string path, string form, string headers = "") =>
        gateway.Post(path, Encoding.UTF8.GetBytes(form), $"{headers}Content-Type: application/x-www-form-urlencoded\r\n");

    private static RawAnswer Post(KeptConnection gateway, string route, string body) =>
        gateway.Post($"/api/LoginQrCode/{route}", Encoding.UTF8.GetBytes(body));

    private static RawAnswer Session(KeptConnection gateway, string route, string members) =>
        gateway.Post($"/api/v1/sessions/{route}", Encoding.UTF8.GetBytes($"{{{members}}}"));

    private static string Token(string more) => $$$"""{"data":{"kid":"{{{WireBody.Kid}}}","macKey":"{{{WireBody.MacKey}}}",{{{more}}}}}""";
}
