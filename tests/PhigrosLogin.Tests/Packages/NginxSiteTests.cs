using System.Net;
using System.Net.Sockets;
using System.Text;
using PhigrosLogin.Tests.Documents;
using PhigrosLogin.Tests.Examples;
using PhigrosLogin.Tests.Logins;

namespace PhigrosLogin.Tests.Packages;

/// <summary>The site that ships, in an nginx as the guide says to set it up.</summary>
public class NginxSiteTests
{
    private const string Guide = "docs/operating.md";

    [Fact]
    public async Task Nginx_understands_the_site()
    {
        using var folder = new TempFolder();
        var site = Repository.Read("packaging/nginx-site.conf")
            .Replace("listen [::]:80;", "", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen unix:{folder.Path}/socket;", StringComparison.Ordinal);
        var conf = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(conf, $"pid {folder.Path}/pid; events {{}} http {{ access_log off; {site} }}", TestContext.Current.CancellationToken);

        await new DebianProgram("nginx", "nginx-light").RunAsync("-t", "-e", "stderr", "-p", folder.Path, "-c", conf);
    }

    [Fact]
    [Runs(Guide, "Connections and limits")]
    public async Task A_thousand_players_wait_and_the_next_one_is_served()
    {
        await using var gateway = await ServerProcess.StartAsync(["--Sandbox=true"]);
        await using var nginx = await StartAsync(gateway.Url);
        using var http = new HttpClient { BaseAddress = nginx.Url };
        var login = await http.OpenAsync();
        var polls = new List<Socket>();

        // A hundred addresses with ten each.
        while (polls.Count < 1000) polls.Add(await PollAsync(nginx.Url, login, address: 2 + (polls.Count % 100)));
        using var next = await http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        using var cancelled = await login.CancelAsync();
        var answers = await Task.WhenAll(polls.Select(ReadAsync));

        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        answers.ShouldAllBe(answer => answer.StartsWith("HTTP/1.1 200 ") && answer.Contains("\"cancelled\""));
    }

    [Fact]
    [Runs(Guide, "Connections and limits")]
    public async Task One_address_does_not_use_up_the_connections_of_all()
    {
        await using var gateway = await ServerProcess.StartAsync(["--Sandbox=true"]);
        await using var nginx = await StartAsync(gateway.Url);
        using var http = new HttpClient { BaseAddress = nginx.Url };
        var login = await http.OpenAsync();
        var polls = new List<Socket>();

        while (polls.Count < 420) polls.Add(await PollAsync(nginx.Url, login, address: 2));
        var reading = polls.Select(ReadAsync).ToList();
        var refused = new List<string>();
        await foreach (var answer in Task.WhenEach(reading))
        {
            refused.Add(await answer);
            if (refused.Count == polls.Count - 100) break;
        }
        using var next = await http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        using var cancelled = await login.CancelAsync();
        var held = (await Task.WhenAll(reading)).Except(refused).ToList();

        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        held.ShouldNotBeEmpty();
        held.ShouldAllBe(answer => answer.StartsWith("HTTP/1.1 200 "));
        refused.ShouldAllBe(answer => answer.StartsWith("HTTP/1.1 429 ") && answer.Contains("\r\nRetry-After: 5\r\n") &&
            answer.Contains("Content-Type: application/problem+json") && answer.Contains("\"code\":\"rate_limited\""));
    }

    private static async Task<Nginx> StartAsync(Uri gateway)
    {
        var settings = new Document(Guide).CodeUnder("Connections and limits", "nginx").ShouldHaveSingleItem();
        return await Nginx.StartSiteAsync(settings, port => Repository.Read("packaging/nginx-site.conf")
            .Replace("listen [::]:80;", "", StringComparison.Ordinal)
            .Replace("listen 80;", FormattableString.Invariant($"listen 127.0.0.1:{port};"), StringComparison.Ordinal)
            .Replace("127.0.0.1:5015", gateway.Authority, StringComparison.Ordinal));
    }

    // Each client has an address of its own: Linux takes all of 127.0.0.0/8 for this machine.
    private static async Task<Socket> PollAsync(Uri nginx, OpenLogin login, int address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(FormattableString.Invariant($"127.0.0.{address}")), 0));
        await socket.ConnectAsync(nginx.Host, nginx.Port, TestContext.Current.CancellationToken);
        var request = $"GET {login.Path}?wait=50&after=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
