using System.Collections;
using System.Globalization;
using System.Net;

namespace PhigrosLogin.Cli;

/// <summary>
/// The settings that tool and gateway share, from the environment and under the same names: <c>Regions__cn__AccountsUrl</c>,
/// <c>Upstream__Timeout</c>, <c>Polling__MinimumInterval</c>. A wrong one ends the tool and is named; its value is not repeated.
/// </summary>
internal sealed class ToolSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Words _words;

    public ToolSettings(IDictionary environment, Words words)
    {
        _words = words;
        foreach (DictionaryEntry each in environment)
        {
            if (each is { Key: string name, Value: string { Length: > 0 } value }) _values[name.Replace("__", ":", StringComparison.Ordinal)] = value.Trim();
        }
    }

    /// <summary>The regions of the real TapTap, China first.</summary>
    public IReadOnlyList<Region> Regions => [Read(Region.China), Read(Region.International)];

    /// <exception cref="EndingException">A setting is wrong.</exception>
    public Region Find(string name) => Read(name == Region.China.Name ? Region.China : Region.International);

    public TimeSpan MinimumInterval => Time("Polling:MinimumInterval", TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(50));

    public TimeSpan Timeout => Time("Upstream:Timeout", TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(100));

    /// <summary>For one connection, TLS included.</summary>
    public TimeSpan ConnectTimeout =>
        Time("Upstream:ConnectTimeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100));

    /// <summary>A proxy for one region; those of the environment are ignored.</summary>
    public IWebProxy? Proxy(Region region)
    {
        var name = $"Regions:{region.Name}:Proxy";
        if (Value(name) is not { } value) return null;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            throw Wrong(name, "http://127.0.0.1:7890, socks5://127.0.0.1:7891 …");
        var proxy = new WebProxy(new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority));
        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(rest.FirstOrDefault() ?? ""));
        return proxy;
    }

    private Region Read(Region usual)
    {
        var name = $"Regions:{usual.Name}";
        return new Region
        {
            Name = usual.Name,
            AccountsUrl = Origin($"{name}:AccountsUrl", usual.AccountsUrl),
            ApiUrl = Origin($"{name}:ApiUrl", usual.ApiUrl),
            CloudUrl = Origin($"{name}:CloudUrl", usual.CloudUrl),
            ClientId = Word($"{name}:ClientId", usual.ClientId),
            AppKey = Word($"{name}:AppKey", usual.AppKey),
            LinkHosts = Hosts($"{name}:LinkHosts", usual.LinkHosts),
            FatalErrors = ErrorWords($"{name}:FatalErrors", usual.FatalErrors),
            CreatedStatus = Value($"{name}:CreatedStatus")?.ToLowerInvariant() switch
            {
                null => usual.CreatedStatus,
                "body" => CreatedStatus.Body,
                "new" => CreatedStatus.New,
                "existing" => CreatedStatus.Existing,
                _ => throw Wrong($"{name}:CreatedStatus", "body, new, existing"),
            },
        };
    }

    private Uri Origin(string name, Uri usual)
    {
        if (Value(name) is not { } value) return usual;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" } &&
            (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw Wrong(name, "https://accounts.example");
    }

    private string Word(string name, string usual) =>
        Value(name) is not { } value ? usual :
        value.Length <= 128 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~".Contains(letter, StringComparison.Ordinal)) ? value :
        throw Wrong(name, "A-Z a-z 0-9 - . _ ~");

    private IReadOnlyList<string> Hosts(string name, IReadOnlyList<string> usual)
    {
        var hosts = Items(name);
        if (hosts.Length == 0) return usual;
        return hosts.All(IsHostOrDomain) ? hosts : throw Wrong(name, "accounts.taptap.cn, .taptap.cn");
    }

    private IReadOnlyList<string> ErrorWords(string name, IReadOnlyList<string> usual)
    {
        var words = Items(name);
        if (words.Length == 0) return usual;
        return words.All(IsErrorWord) ? words : throw Wrong(name, "access_denied, unsupported_*, *_expired");
    }

    private string[] Items(string name) => Value(name) is { } list
        ? list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. Enumerable.Range(0, 32).Select(index => Value($"{name}:{index}")).OfType<string>()];

    private static bool IsHostOrDomain(string host) => host.StartsWith('.')
        ? host[1..].Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host[1..]) == UriHostNameType.Dns
        : Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static bool IsErrorWord(string word) => word.Length <= 64 &&
        word.Trim('*').All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || "_.".Contains(letter));

    private TimeSpan Time(string name, TimeSpan usual, TimeSpan least)
    {
        if (Value(name) is not { } value) return usual;
        var (number, unit) = value.EndsWith("ms", StringComparison.Ordinal) ? (value[..^2], 0.001) : value.EndsWith('s') ? (value[..^1], 1) : value.EndsWith('m') ? (value[..^1], 60) : (value, 1.0);
        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count) && count < 1e6;
        if (!isNumber && !(value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out _))) throw Wrong(name, "3s");
        var time = isNumber ? TimeSpan.FromSeconds(count * unit) : TimeSpan.Parse(value, CultureInfo.InvariantCulture);
        return time >= least && time <= TimeSpan.FromMinutes(5) ? time : throw Wrong(name, "3s");
    }

    private string? Value(string name) => _values.GetValueOrDefault(name);

    private EndingException Wrong(string name, string example) => new(ExitCode.Usage, _words.BadSetting(name.Replace(":", "__", StringComparison.Ordinal), example));
}
