using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PhigrosLogin.Tests.Documents;

/// <summary>
/// A bash in which an operator types as root on a server of their own: its folders lie in a temporary one, nginx is real, what the
/// commands need of systemd is done by a few lines of bash that start the unit as its file says, certbot's certificate is its own,
/// and apt-get has nothing to do.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private const string Done = "the block is done: ";
    private const string Name = "phigros-login";

    // Where an absolute path in a command leads to a folder of this machine.
    private static readonly string[] Folders = ["/etc/", "/opt/", "/var/"];

    private readonly TempFolder _root = new();
    private readonly StringBuilder _said = new();
    private readonly Process _bash;

    private Machine(Uri tapTap)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _root.Path, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["Urls"] = $"{Gateway}".TrimEnd('/');
        start.Environment["CURL_HOME"] = _root.Path;
        start.Environment["NO_PROXY"] = "*";
        foreach (var role in (string[])["AccountsUrl", "ApiUrl", "CloudUrl"]) start.Environment[$"Regions__cn__{role}"] = tapTap.ToString();
        _bash = Process.Start(start)!;
    }

    /// <summary>Where the gateway listens, behind nginx.</summary>
    public Uri Gateway { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>What the commands have printed.</summary>
    public string Said => _said.ToString();

    /// <summary>With the archive of the program in the folder where the operator is.</summary>
    public static async Task<Machine> StartAsync(string archive, Uri tapTap)
    {
        var machine = new Machine(tapTap);
        var (root, http, https) = (machine._root.Path, FreePort(), FreePort());
        foreach (var folder in (string[])["etc/systemd/system", "etc/nginx/conf.d", "opt", "var/lib", "var/backups"]) Directory.CreateDirectory(Path.Combine(root, folder));
        await File.WriteAllTextAsync(Path.Combine(root, ".curlrc"), $"cacert = {root}/certificate.pem\nconnect-to = gate.example:443:127.0.0.1:{https}\nretry = 9\nretry-connrefused\n");
        await File.WriteAllTextAsync(Path.Combine(root, "nginx.conf"), $$"""
            pid {{root}}/nginx.pid;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path {{root}}/body; proxy_temp_path {{root}}/proxy;
              fastcgi_temp_path {{root}}/fastcgi; uwsgi_temp_path {{root}}/uwsgi; scgi_temp_path {{root}}/scgi;
              include {{root}}/etc/nginx/conf.d/*.conf;
            }
            """);
        File.Copy(archive, Path.Combine(root, Path.GetFileName(archive)));
        await machine.TypeAsync($$"""
            exec 2>&1
            trap 'failed=1; echo "failed: $BASH_COMMAND"' ERR
            # The ports of a machine that others use too.
            nginx() {
              sed -i 's|listen 80;|listen 127.0.0.1:{{http}};|; s|listen \[::\]:80;||; s|127.0.0.1:5015|{{machine.Gateway.Authority}}|' {{root}}/etc/nginx/conf.d/* 2> /dev/null
              command nginx -p {{root}} -e stderr -c {{root}}/nginx.conf "$@"
            }
            nginx
            apt-get() { :; } # what the tests need is here already
            certbot() (
              cd {{root}} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=gate.example -addext subjectAltName=DNS:gate.example -keyout key.pem -out certificate.pem &&
                sed -i 's|listen 127.0.0.1:{{http}};|listen 127.0.0.1:{{https}} ssl; ssl_certificate {{root}}/certificate.pem; ssl_certificate_key {{root}}/key.pem;|' etc/nginx/conf.d/{{Name}}.conf &&
                nginx -s reload
            )
            setting() { sed -n "s/^$1=-\?//p" etc/systemd/system/{{Name}}.service; }
            start() {
              (
                cd {{root}}
                while IFS= read -r line; do case $line in [A-Za-z_]*=*) export "$line" ;; esac; done < <(setting Environment; cat .$(setting EnvironmentFile))
                export STATE_DIRECTORY={{root}}/var/lib/$(setting StateDirectory)
                umask $(setting UMask); mkdir -p "$STATE_DIRECTORY"
                exec .$(setting ExecStart)
              ) > journal 2>&1 &
              echo $! > gateway.pid
              until curl -qfs -o /dev/null {{machine.Gateway}}health/ready; do kill -0 $(cat gateway.pid) || { cat journal; return 1; }; sleep 0.1; done
            }
            stop() { kill -TERM $(cat gateway.pid); while kill -0 $(cat gateway.pid) 2> /dev/null; do sleep 0.1; done; rm gateway.pid; }
            systemctl() {
              local back=$PWD status; cd {{root}}
              case $* in
                daemon-reload) ;;
                "reload nginx") nginx -s reload ;;
                "enable --now {{Name}}" | "start {{Name}}") start ;;
                "restart {{Name}}") stop && start ;;
                "stop {{Name}}" | "disable --now {{Name}}") stop ;;
                *) echo "no such command: systemctl $*"; false ;;
              esac; status=$?
              cd "$back"; return $status
            }
            """);
        return machine;
    }

    /// <summary>Types a block where an operator is after signing in, and waits until all of its commands have ended well.</summary>
    public async Task TypeAsync(string block)
    {
        var here = Folders.Aggregate(block, (text, folder) => text.Replace($" {folder}", $" {_root.Path}{folder}", StringComparison.Ordinal))
            .Replace("http://127.0.0.1:5015/", $"{Gateway}", StringComparison.Ordinal);
        await _bash.StandardInput.WriteLineAsync($"failed=0; {here}\necho \"{Done}$failed\"");
        await _bash.StandardInput.FlushAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (await _bash.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            _said.AppendLine(line.Split(Done)[0]); // words without an end of line
            if (!line.Contains(Done, StringComparison.Ordinal)) continue;
            line.ShouldEndWith($"{Done}0", customMessage: $"{here}\n{Said}");
            return;
        }
        throw new InvalidOperationException($"The shell has ended: {Said}");
    }

    /// <summary>The files below a folder of this machine.</summary>
    public IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(_root.Path, folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root.Path, file))];

    public async ValueTask DisposeAsync()
    {
        await _bash.StandardInput.WriteLineAsync($"cd {_root.Path}; [ ! -e gateway.pid ] || stop; nginx -s quit; while [ -e nginx.pid ]; do sleep 0.1; done; exit");
        await _bash.StandardInput.FlushAsync();
        await _bash.WaitForExitAsync();
        _bash.Dispose();
        _root.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
