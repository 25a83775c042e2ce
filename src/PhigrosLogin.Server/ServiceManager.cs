using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Server;

/// <summary>
/// Tells systemd that the gateway listens, and that it has begun to stop: sd_notify(3), a word in a datagram to the socket that
/// <c>$NOTIFY_SOCKET</c> names. Started by anything else it tells nobody.
/// </summary>
internal static class ServiceManager
{
    public static void SayReady() => Say("READY=1");

    public static void SayStopping() => Say("STOPPING=1");

    private static void Say(string word)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } name) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A socket that is no file has a name that begins with a zero byte, which no environment can hold: @ stands for it.
            socket.SendTo(Encoding.ASCII.GetBytes(word), new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
        }
        catch (SocketException unheard)
        {
            Console.Error.WriteLine($"systemd was not told {word}: {unheard.Message}");
        }
    }
}
