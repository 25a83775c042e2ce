using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PhigrosLogin.Tests.Pictures;

namespace PhigrosLogin.Tests.Logins;

/// <summary>A real nginx with its defaults in front of a gateway, an ordinary process in a folder of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly DebianProgram Program = new("nginx", "nginx-light");

    private readonly TempFolder _folder;
    private readonly Process _process;

    private Nginx(TempFolder folder, Process process, Uri url) => (_folder, _process, Url) = (folder, process, url);

    public Uri Url { get; }

    /// <summary>In front of one gateway, or of several in turns.</summary>
    public static Task<Nginx> StartAsync(params Uri[] gateways) => StartAsync(
        gateways,
        "",
        gateways.Length == 1
            ? $"proxy_pass http://{gateways[0].Authority};"
            : "proxy_pass http://gateways; proxy_set_header Host $http_host;");

    /// <summary>Before one gateway, with connections that it keeps for the next request.</summary>
    public static Task<Nginx> StartKeepingAsync(Uri gateway) => StartAsync(
        [gateway],
        "keepalive 16;",
        "proxy_pass http://gateways; proxy_http_version 1.1; " +
        "proxy_set_header Connection \"\"; proxy_set_header Host $http_host;");

    /// <summary>With these settings of its own and this site, which gets the port that it listens at.</summary>
    public static async Task<Nginx> StartSiteAsync(string settings, Func<int, string> site)
    {
        var folder = new TempFolder();
        var port = FreePort();
        var path = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(path, $$"""
            daemon off;
            master_process off;
            pid {{folder.Path}}/nginx.pid;
            error_log {{folder.Path}}/error.log;
            {{settings}}
            http {
              access_log off;
              client_body_temp_path {{folder.Path}}/body;
              proxy_temp_path {{folder.Path}}/proxy;
              fastcgi_temp_path {{folder.Path}}/fastcgi;
              uwsgi_temp_path {{folder.Path}}/uwsgi;
              scgi_temp_path {{folder.Path}}/scgi;
              {{site(port)}}
            }
            """);
        var process = Program.Start(new Dictionary<string, string>(), "-p", folder.Path, "-e", "stderr", "-c", path);
        var nginx = new Nginx(folder, process, new Uri($"http://127.0.0.1:{port}"));
        await nginx.UntilListeningAsync(port);
        return nginx;
    }

    private static Task<Nginx> StartAsync(Uri[] gateways, string keepalive, string location) => StartSiteAsync(
        "events { worker_connections 2048; }",
        port => $$"""
            upstream gateways { {{string.Join(' ', gateways.Select(gateway => $"server {gateway.Authority};"))}} {{keepalive}} }
            server {
              listen 127.0.0.1:{{port}};
              add_header X-Served-By $upstream_addr always;
              location / { {{location}} }
            }
            """);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task UntilListeningAsync(int port)
    {
        while (true)
        {
            if (_process.HasExited) throw new InvalidOperationException($"nginx ended: {await _process.StandardError.ReadToEndAsync()}");
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield(); // it is still starting
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
