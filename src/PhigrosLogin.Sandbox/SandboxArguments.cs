namespace PhigrosLogin.Sandbox;

/// <summary>The command line of the sandbox as a program of its own.</summary>
internal static class SandboxArguments
{
    public const string Usage = """
        Usage: PhigrosLogin.Sandbox [--urls http://127.0.0.1:5016] [--region sandbox|cn|global] [--human]
          --urls    where it listens: an http address of this machine
          --region  whose client id and app key it wants
          --human   wait for a person where the default player confirms by itself
        """;

    /// <returns>Null when the arguments cannot be understood.</returns>
    public static SandboxOptions? Read(IReadOnlyList<string> arguments)
    {
        var url = new Uri("http://127.0.0.1:5016");
        var region = SandboxRegion.Sandbox;
        var isHuman = false;
        for (var place = 0; place < arguments.Count; place++)
        {
            var next = place + 1 < arguments.Count ? arguments[place + 1] : null;
            switch (arguments[place])
            {
                case "--human":
                    isHuman = true;
                    continue;
                case "--urls" when Uri.TryCreate(next, UriKind.Absolute, out var given) && given is { Scheme: "http", IsLoopback: true }:
                    url = given;
                    break;
                case "--region" when SandboxRegion.All.FirstOrDefault(known => known.Name == next) is { } named:
                    region = named;
                    break;
                default:
                    return null;
            }
            place++;
        }
        var standard = new SandboxOptions();
        return new SandboxOptions { ListenUrl = url, Region = region, DefaultScript = isHuman ? null : standard.DefaultScript };
    }
}
