using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Tests.Soak;

/// <summary>Those who open a socket, say less than they promised, or all of it, and are gone without reading the answer.</summary>
internal static class Passersby
{
    private static readonly string[] Words =
    [
        "GET /api/v1/regions HTTP/1.1\r\nHost: loc",
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /api/LoginQrCode/GetNewQrCode HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "POST /api/v1/logins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"region\":",
        "POST /api/v1/logins HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nConnection: close\r\n\r\nclient_id",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];

    public static async Task ComeAsync(Uri where, Chance chance)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(where.Host, where.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(chance.Of(Words)));
            await Task.Delay(chance.Seconds(0, 0.2), TimeProvider.System);
            if (chance.Percent(50)) socket.LingerState = new LingerOption(enable: true, seconds: 0); // a reset and not an end
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // The gateway had had enough of it first.
        }
    }
}
