using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Tests.Packages;

/// <summary>What systemd hears from the program.</summary>
public class ReadinessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("@")]
    public async Task Systemd_hears_when_it_listens_and_when_it_begins_to_stop(string kind)
    {
        using var folder = new TempFolder();
        var name = $"{kind}{folder.Path}/notify";
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(name.Replace('@', '\0')));
        await using var gateway = await ServerProcess.StartAsync([], ("NOTIFY_SOCKET", name));

        var first = await HearAsync(systemd);
        var ready = await RawHttp.GetAsync(gateway.Url, "/health/ready");
        gateway.Terminate();
        var last = await HearAsync(systemd);

        first.ShouldBe("READY=1");
        ready.Status.ShouldBe(200);
        last.ShouldBe("STOPPING=1");
        (await gateway.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_systemd_that_does_not_listen_keeps_nothing_from_starting()
    {
        await using var gateway = await ServerProcess.StartAsync([], ("NOTIFY_SOCKET", "/nowhere/notify"));

        gateway.Terminate();

        (await gateway.EndAsync()).ShouldBe(0);
        gateway.Console.ShouldContain("systemd was not told READY=1");
    }

    private static async Task<string> HearAsync(Socket socket)
    {
        var word = new byte[100];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Encoding.UTF8.GetString(word, 0, await socket.ReceiveAsync(word, patience.Token));
    }
}
