using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace PhigrosLogin.OpenApi.Settings;

/// <summary>A configuration with a value for every setting that no setting can use: whoever reads it complains of each and says what may stand there.</summary>
internal sealed class Nonsense(string path = "") : IConfigurationSection
{
    public string Path => path;

    public string Key => path.Split(':')[^1];

    [AllowNull]
    public string Value
    {
        get => "?";
        set => throw new NotSupportedException();
    }

    [AllowNull]
    public string this[string key]
    {
        // What only the framework knows is not there.
        get => key.EndsWith("_ENABLED", StringComparison.Ordinal) ? "" : Value;
        set => throw new NotSupportedException();
    }

    public IConfigurationSection GetSection(string key) => new Nonsense(path.Length == 0 ? key : $"{path}:{key}");

    public IEnumerable<IConfigurationSection> GetChildren() => [GetSection("<id>")];

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
}
