using System.Text.Json;

namespace PhigrosLogin.Tests.LoginQrCodeApi;

/// <summary>What every answer of the LoginQrCode API looks like, whatever was asked and whatever the upstream said.</summary>
internal static class LoginQrCodeShape
{
    private static readonly Dictionary<int, (int Code, string Name)[]> Codes = new()
    {
        [200] = [(1, "LoginProcessNotDone")],
        [400] = [(-1, "RequestError")],
        [413] = [(-1, "RequestError")],
        [415] = [(-1, "RequestError")],
        [500] = [(11, "LoginOtherError"), (114, "GetProfileError"), (1145, "LCLoginError")],
    };

    /// <summary>A documented success or a documented error: never empty, never code 0.</summary>
    public static void ShouldBeDocumented(this RawAnswer answer)
    {
        Codes.ShouldContainKey(answer.Status, answer.StatusLine);
        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Body.ShouldNotBeEmpty();
        if (answer.Headers["Content-Type"] == "text/plain; charset=utf-8")
        {
            answer.Status.ShouldBe(200);
            answer.Body.ShouldMatch("^[0-9A-Za-z]{25}$");
            return;
        }
        answer.Headers["Content-Type"].ShouldBe("application/json; charset=utf-8");
        using var document = JsonDocument.Parse(answer.Body);
        var names = string.Join(' ', document.RootElement.EnumerateObject().Select(member => member.Name));
        if (answer.Status == 200 && names is "deviceID deviceCode expiresInSeconds url interval" or "data" or "data region") return;

        names.ShouldBe("message error code codeName");
        var code = (document.RootElement.GetProperty("code").GetInt32(), document.RootElement.GetProperty("codeName").GetString()!);
        Codes[answer.Status].ShouldContain(code, answer.Body);
        document.RootElement.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        if (answer.Status != 200) document.RootElement.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }
}
