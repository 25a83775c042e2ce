using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using PhigrosLogin.Server.Store;

namespace PhigrosLogin.Server;

/// <summary>Settings that cannot be used; the message has one sentence for each.</summary>
internal sealed class SettingsException(IEnumerable<string> problems) : Exception(string.Join(Environment.NewLine, problems));

/// <summary>
/// Reads settings by name and collects what is wrong with them, so that an operator sees every mistake at once.
/// A value is never repeated in a complaint: it may be a key that landed in the wrong place.
/// </summary>
internal sealed partial class SettingsReader(IConfiguration configuration)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly OrderedDictionary<string, string?> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, string Rule)> _problems = [];

    /// <summary>Every setting that was asked for, in that order, each with what stands when nobody wrote anything.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Asked => _asked;

    /// <summary>The settings that cannot be used, each with the rule that it breaks.</summary>
    public IReadOnlyList<(string Name, string Rule)> Problems => _problems;

    public T Choice<T>(string name, T usual, params (string Word, T Meaning)[] choices)
    {
        if (Value(name, choices.First(choice => Equals(choice.Meaning, usual)).Word) is not { } value) return usual;
        foreach (var (word, meaning) in choices)
        {
            if (string.Equals(word, value, StringComparison.OrdinalIgnoreCase)) return meaning;
        }
        return Complain(name, $"must be one of {string.Join(", ", choices.Select(choice => choice.Word))}", usual);
    }

    public bool Flag(string name, bool usual) => Choice(name, usual, ("true", true), ("false", false));

    public string? Text(string name) =>
        Value(name) is not "" and var value ? value : Complain<string?>(name, "must not be blank", null);

    /// <summary>A file, <c>memory</c>, or a PostgreSQL connection string.</summary>
    public string? Store(string name)
    {
        var value = Value(name);
        return value is not null && StoreSetting.ProblemOf(value) is { } rule ? Complain<string?>(name, rule, null) : value;
    }

    /// <summary>The key that seals what is stored.</summary>
    public Secret? Key(string name) =>
        Value(name) is not { } value ? null :
        StoreKey.Is(value) ? new Secret(value) :
        Complain<Secret?>(name, StoreKey.Rule, null);

    public int Count(string name, int usual, int least, int most)
    {
        if (Value(name, usual.ToString(CultureInfo.InvariantCulture)) is not { } value) return usual;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : Complain(name, FormattableString.Invariant($"must be a whole number from {least} to {most}"), usual);
    }

    /// <summary>A time such as <c>500ms</c>, <c>3s</c>, <c>2m</c> or <c>00:00:03</c>; a plain number means seconds.</summary>
    public TimeSpan Duration(string name, string usual, string least, string most)
    {
        if (Value(name, usual) is not { } value) return ParseDuration(usual)!.Value;
        return ParseDuration(value) is { } time && time >= ParseDuration(least) && time <= ParseDuration(most)
            ? time
            : Complain(name, $"must be a time from {least} to {most}, such as {usual}", ParseDuration(usual)!.Value);
    }

    public string Word(string name, string usual) =>
        Value(name, usual) is not { } value ? usual :
        HostileJson.IsUrlSafe(value, maximumLength: 128) ? value :
        Complain(name, "must be letters, digits, '-', '.', '_' or '~', at most 128 of them", usual);

    /// <summary>Addresses to listen on: <c>http://host:port</c>, separated by semicolons.</summary>
    public IReadOnlyList<string> Origins(string name, string usual)
    {
        string[] origins = (Value(name, usual) ?? usual).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return origins.Length > 0 && origins.All(ListenAddress.IsUsable)
            ? origins
            : Complain(
                name,
                "must be addresses such as http://localhost:5015 or http://*:5015, separated by semicolons, each with " +
                "localhost, an IP address or * for all; HTTPS is not supported here, terminate TLS at a reverse proxy",
                origins);
    }

    /// <summary>Addresses that another setting has taken already.</summary>
    public void RefuseSame(string name, IEnumerable<string> origins, string other, IEnumerable<string> taken)
    {
        var usable = taken.Where(ListenAddress.IsUsable).ToList();
        if (origins.Where(ListenAddress.IsUsable).Any(origin => usable.Exists(url => ListenAddress.Overlap(origin, url))))
            Complain(name, $"must be other addresses than {other}", 0);
    }

    /// <summary>The levels of the log, which the framework reads: <c>Logging:LogLevel:Default</c> and others like it.</summary>
    public void LogLevels()
    {
        const string Section = "LogLevel";
        var logging = configuration.GetSection("Logging");
        var sections = logging.GetChildren().Prepend(logging).Select(provider => provider.GetSection(Section));
        foreach (var level in sections.SelectMany(section => section.GetChildren()))
        {
            if (level.Value is not { Length: > 0 } value) continue;
            if (!Enum.TryParse<LogLevel>(value, ignoreCase: true, out var known) || !Enum.IsDefined(known))
                Complain(level.Path, $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}", 0);
        }
    }

    /// <summary>The origin under which the world sees this gateway.</summary>
    public Uri? PublicOrigin(string name)
    {
        if (Value(name) is not { } value) return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "", Scheme: "http" or "https" }
            ? uri
            : Complain<Uri?>(name, "must be an origin such as https://gate.example, without a path", null);
    }

    /// <summary>The origin of an upstream: https, or http on this very machine.</summary>
    public Uri Upstream(string name, Uri usual)
    {
        if (Value(name, usual.GetLeftPart(UriPartial.Authority)) is not { } value) return usual;
        return Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" } &&
            (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : Complain(name, "must be an origin such as https://accounts.example, without a path; http only for this machine itself", usual);
    }

    /// <summary>Host names as <c>Name:0</c>, <c>Name:1</c> … or in one text, separated by commas.</summary>
    public IReadOnlyList<string> Hosts(string name, IReadOnlyList<string> usual)
    {
        var hosts = Items(name, string.Join(", ", usual));
        return hosts.Length == 0 ? usual :
            hosts.All(IsHostOrDomain) ? hosts :
            Complain(
                name,
                "must be host names such as accounts.taptap.cn, or domains with their subdomains such as .taptap.cn",
                usual);
    }

    /// <summary>
    /// Error words, written as host names are; <c>*</c> at the beginning or end stands for any characters.
    /// </summary>
    public IReadOnlyList<string> ErrorWords(string name, IReadOnlyList<string> usual)
    {
        var words = Items(name, string.Join(", ", usual));
        return words.Length == 0 ? usual :
            words.All(word => ErrorWord().IsMatch(word)) ? words :
            Complain(
                name, "must be error words such as access_denied, with * at the beginning or end for any characters", usual);
    }

    /// <summary>Addresses and networks, as host names are written; <c>loopback</c> and <c>none</c> are words for some.</summary>
    public IReadOnlyList<IPNetwork> Networks(string name, string usual)
    {
        var items = Items(name, usual);
        var networks = new List<IPNetwork>();
        foreach (var item in items.Length == 0 ? [usual] : items)
        {
            if (item == "loopback") networks.AddRange([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);
            else if (IPAddress.TryParse(item, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(item, out var network)) networks.Add(network);
            else if (item != "none" || items.Length > 1) return Complain(name, "must be addresses such as 192.0.2.7, networks such as 10.0.0.0/8, loopback, or none", networks);
        }
        return networks;
    }

    /// <summary>Origins of pages as browsers write them, or <c>*</c> alone.</summary>
    public IReadOnlyList<string> PageOrigins(string name)
    {
        var items = Items(name);
        if (items is ["*"]) return items;
        var origins = items.Select(item => Uri.TryCreate(item, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "", Scheme: "http" or "https" }
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}{(uri.IsDefaultPort ? "" : FormattableString.Invariant($":{uri.Port}"))}"
            : null).OfType<string>().ToArray();
        return origins.Length == items.Length ? origins : Complain(name, "must be origins such as https://site.example, without a path, or * alone for any", origins);
    }

    /// <summary>A switch of the framework that would undo what the settings say.</summary>
    public void Refuse(string name, string spelled, string reason)
    {
        if (Written(name) is not null) Complain(spelled, reason, 0);
    }

    /// <summary>The registered clients: <c>Clients:&lt;id&gt;:Name</c> and <c>Clients:&lt;id&gt;:Secret</c>.</summary>
    public IReadOnlyList<Client> Clients(string name)
    {
        var clients = new List<Client>();
        _asked[$"{name}:<id>:Name"] = null;
        _asked[$"{name}:<id>:Secret"] = null;
        _asked[$"{name}:<id>:LoginsPerMinute"] = "600";
        // A value without an id registers no client, and the gateway would be open to everyone.
        if (Written(name) is not null) Complain(name, $"needs an id for each client: {name}:my-bot:Secret=sha256:…", 0);
        foreach (var section in configuration.GetSection(name).GetChildren())
        {
            var (nameKey, secretKey) = ($"{section.Path}:Name", $"{section.Path}:Secret");
            var loginsPerMinute = Count($"{section.Path}:LoginsPerMinute", 600, 0, 100_000);
            if (Written(section.Path) is not null) Complain(section.Path, $"is not a setting: set {secretKey} instead", 0);
            foreach (var member in section.GetChildren().Where(member => member.Key.ToUpperInvariant() is not ("NAME" or "SECRET" or "LOGINSPERMINUTE")))
            {
                Complain(member.Path, $"is not a setting of a client: use {nameKey}, {secretKey} or {section.Path}:LoginsPerMinute", 0);
            }
            var displayName = Written(nameKey) ?? section.Key;
            if (displayName.Length > 80) Complain(nameKey, "must be text of at most 80 characters", 0);
            // The prefix tells a hash from a secret in hex that was pasted in its place.
            if (Written(secretKey) is { } secret && SecretHash().Match(secret) is { Success: true } match)
            {
                clients.Add(new Client(section.Key, displayName, Convert.FromHexString(match.Groups["hex"].ValueSpan), loginsPerMinute));
            }
            else
            {
                Complain(secretKey, "must be sha256: and the SHA-256 of the client's secret, 64 hexadecimal digits: " +
                    "printf %s \"$SECRET\" | sha256sum", 0);
            }
        }
        return clients;
    }

    public IWebProxy? Proxy(string name) =>
        Value(name) is not { } value ? null :
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" ? ProxyAt(uri) :
        Complain<IWebProxy?>(name, "must be a proxy such as http://127.0.0.1:7890 or socks5://127.0.0.1:7891", null);

    /// <summary>
    /// A mistyped name is a mistake, not a setting that does nothing: on the command line, in appsettings.json, and in the
    /// environment below the name of a section.
    /// </summary>
    /// <returns>Names of the environment that resemble a setting; they may be meant for another program.</returns>
    public IReadOnlyList<string> RefuseUnknown(IEnumerable<string> commandLine)
    {
        var names = new SettingNames(_known);
        var written = new WrittenNames(configuration);
        var unknown = commandLine.Concat(written.InFiles).Concat(written.InEnvironment.Where(names.IsBelowSection))
            .Where(name => !names.Has(name))
            .Except(_problems.Select(problem => problem.Name), StringComparer.OrdinalIgnoreCase)
            .ToList();
        foreach (var name in unknown)
        {
            var hint = names.Nearest(name) is { } near ? $"; did you mean {near}?" : "";
            Complain(name, $"is not a known setting{hint}", 0);
        }
        return [.. written.InEnvironment
            .Where(name => !name.Contains(':', StringComparison.Ordinal) && !names.Has(name))
            .Select(name => names.Nearest(name) is { } near ? $"{name} (did you mean {near}?)" : null)
            .OfType<string>()];
    }

    /// <exception cref="SettingsException">Something that was read is bad.</exception>
    public void ThrowIfBad()
    {
        if (_problems.Count > 0) throw new SettingsException(_problems.Select(Sentence));
    }

    private static string Sentence((string Name, string Rule) problem) =>
        $"{problem.Name} {problem.Rule}{(problem.Rule.EndsWith('?') ? "" : ".")}";

    private static bool IsHostOrDomain(string host) => host.StartsWith('.')
        ? host[1..].Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host[1..]) == UriHostNameType.Dns
        : Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private string[] Items(string name, string? usual = null)
    {
        var section = configuration.GetSection(name);
        _known.UnionWith(section.GetChildren().Select(child => child.Path));
        return Value(name, usual) is { } list
            ? list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(child => child.Value ?? "")];
    }

    private string? Value(string name, string? usual = null)
    {
        _asked[name] = usual;
        return Written(name);
    }

    // Empty where nothing but blanks is written: every rule refuses that.
    private string? Written(string name)
    {
        _known.Add(name);
        return configuration[name] is { Length: > 0 } value ? value.Trim() : null;
    }

    private T Complain<T>(string name, string rule, T usual)
    {
        _problems.Add((name, rule));
        return usual;
    }

    private static WebProxy ProxyAt(Uri uri)
    {
        var proxy = new WebProxy(new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority));
        var parts = uri.UserInfo.Split(':', 2);
        if (uri.UserInfo.Length > 0) proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        return proxy;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        if (DurationText().Match(text) is { Success: true } match &&
            double.TryParse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number) && number < 1e6)
        {
            return match.Groups["unit"].Value switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "m" or "min" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }
        // NOTE: only with colons: TimeSpan reads a plain "3" as three days.
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)\s*(?<unit>ms|s|m|min)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationText();

    [GeneratedRegex("^sha256:(?<hex>[0-9a-fA-F]{64})$", RegexOptions.ExplicitCapture)]
    private static partial Regex SecretHash();

    [GeneratedRegex(@"^(?=.{1,64}$)\*?[a-z0-9_.]*\*?$")]
    private static partial Regex ErrorWord();
}
