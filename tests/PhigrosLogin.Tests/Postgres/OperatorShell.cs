using System.Diagnostics;
using System.Text;

namespace PhigrosLogin.Tests.Postgres;

/// <summary>A bash in which an operator types one block of commands after the other, on a machine where nginx runs.</summary>
internal sealed class OperatorShell : IAsyncDisposable
{
    private const string Done = "the block is done: ";

    private readonly Process _bash;
    private readonly Process _nginx;
    private readonly StringBuilder _said = new();

    private OperatorShell(Process bash, Process nginx) => (_bash, _nginx) = (bash, nginx);

    /// <summary>What the commands have printed.</summary>
    public string Said => _said.ToString();

    public static async Task<OperatorShell> StartAsync(string folder, PostgresServer server, Uri tapTap)
    {
        var nginx = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(nginx, $$"""
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              include {{folder}}/site.conf;
            }
            """);
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in server.ClientEnvironment) start.Environment[name] = value;
        foreach (var role in (string[])["AccountsUrl", "ApiUrl", "CloudUrl"]) start.Environment[$"Regions__cn__{role}"] = tapTap.ToString();
        start.Environment["Limits__LoginsPerMinute"] = "0"; // all callers have one address here
        var shell = new OperatorShell(Process.Start(start)!, new DebianProgram("nginx", "nginx-light").Start(new Dictionary<string, string>(), "-p", folder, "-e", "stderr", "-c", nginx));
        await shell.RunAsync($$"""exec 2>&1; nginx() { command nginx -p {{folder}} -e stderr -c {{nginx}} "$@"; }; PATH={{PostgresServer.Programs}}:$PATH""");
        return shell;
    }

    /// <summary>Types a block and waits until its last command has ended well.</summary>
    public async Task RunAsync(string block)
    {
        await _bash.StandardInput.WriteLineAsync($"{block}\necho \"{Done}$?\"");
        await _bash.StandardInput.FlushAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (await _bash.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains(Done, StringComparison.Ordinal))
            {
                _said.AppendLine(line.Split(Done)[0]); // words without an end of line
                line.ShouldEndWith($"{Done}0", customMessage: $"{block}\n{Said}");
                return;
            }
            _said.AppendLine(line);
        }
        throw new InvalidOperationException($"The shell has ended: {Said}");
    }

    public async ValueTask DisposeAsync()
    {
        await _bash.StandardInput.WriteLineAsync("kill $(cat gateway-*.pid); wait; exit");
        await _bash.StandardInput.FlushAsync();
        await _bash.WaitForExitAsync();
        _bash.Dispose();
        using (var stop = Process.Start("kill", ["-TERM", _nginx.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await stop.WaitForExitAsync();
        await _nginx.WaitForExitAsync();
        _nginx.Dispose();
    }
}
