using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PhigrosLogin.Server;

/// <summary>One address of <c>Urls</c> or <c>ManagementUrls</c>.</summary>
internal static partial class ListenAddress
{
    /// <summary>
    /// Whether Kestrel listens there and nowhere else. NOTE: it would take any other name for all addresses of the
    /// machine, and it cannot find a free port for localhost, which is two addresses.
    /// </summary>
    public static bool IsUsable(string url) =>
        Form().Match(url) is { Success: true } match &&
        PortOf(match) is { } port && port <= IPEndPoint.MaxPort &&
        (IsAll(HostOf(match)) || IPAddress.TryParse(HostOf(match), out _) || (IsLocalhost(HostOf(match)) && port > 0));

    /// <summary>Whether the second of two usable addresses cannot be listened at because of the first.</summary>
    public static bool Overlap(string one, string other)
    {
        var (a, b) = (Form().Match(one), Form().Match(other));
        if (PortOf(a) != PortOf(b) || PortOf(a) == 0) return false;
        var (first, second) = (HostOf(a), HostOf(b));
        return first.Equals(second, StringComparison.OrdinalIgnoreCase) || IsAll(first) || IsAll(second) ||
            (IsLoopback(first) && IsLoopback(second));
    }

    private static string HostOf(Match match) => match.Groups["host"].Value.Trim('[', ']');

    private static int? PortOf(Match match) =>
        match.Groups["port"] is not { Length: > 0 } port ? 80 :
        int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsAll(string host) => host is "*" or "+" or "0.0.0.0" or "::";

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string host) => IsLocalhost(host) || host is "127.0.0.1" or "::1";

    [GeneratedRegex(
        @"^http://(?<host>\*|\+|\[[0-9a-fA-F:.]+\]|[\w.-]+)(:(?<port>\d{1,5}))?/?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
