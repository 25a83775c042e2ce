namespace PhigrosLogin.Client;

/// <summary>Where the gateway is, and how to speak to it.</summary>
public sealed class PhigrosLoginClientOptions
{
    /// <summary>The gateway's address, such as <c>https://gate.example</c>: http or https, absolute. Required.</summary>
    public Uri? Gateway { get; set; }

    /// <summary>The client secret that the gateway's operator issued; sent only where the gateway requires one. Default: none.</summary>
    public Credential? ClientSecret { get; set; }

    /// <summary>The language of the sentences for the player, <c>zh</c> or <c>en</c>; null leaves it to the gateway, which takes Chinese.</summary>
    public string? Language { get; set; }

    /// <summary>
    /// How long a call is repeated while nobody answers, or the gateway is busy (429, 5xx): zero to one hour, 15 s by default, zero for
    /// never. A wait lasts as long as its login instead, and <see cref="PhigrosLoginClient.RotateAsync"/> is never repeated.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    internal void Check()
    {
        if (Gateway is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
            throw new ArgumentException($"{nameof(Gateway)} must be the http or https address of a gateway, without query and user.");
        if (Language is not (null or "zh" or "en")) throw new ArgumentException($"{nameof(Language)} must be zh or en.");
        if (Patience < TimeSpan.Zero || Patience > TimeSpan.FromHours(1)) throw new ArgumentException($"{nameof(Patience)} must be from zero to one hour.");
    }
}
