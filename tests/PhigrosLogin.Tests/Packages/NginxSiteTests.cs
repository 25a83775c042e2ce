using PhigrosLogin.Tests.Examples;

namespace PhigrosLogin.Tests.Packages;

public class NginxSiteTests
{
    private static readonly DebianProgram Nginx = new("nginx", "nginx-light");

    [Fact]
    public async Task Nginx_understands_the_site()
    {
        using var folder = new TempFolder();
        var site = Repository.Read("packaging/nginx-site.conf")
            .Replace("listen [::]:80;", "", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen unix:{folder.Path}/socket;", StringComparison.Ordinal);
        var conf = Path.Combine(folder.Path, "nginx.conf");
        await File.WriteAllTextAsync(conf, $"pid {folder.Path}/pid; events {{}} http {{ access_log off; {site} }}", TestContext.Current.CancellationToken);

        await Nginx.RunAsync("-t", "-e", "stderr", "-p", folder.Path, "-c", conf);
    }
}
