namespace PhigrosLogin.TapTap;

/// <summary>A code that TapTap issued for one login (docs/protocol.md §1): single use, and only for a few minutes.</summary>
public sealed class DeviceCode
{
    internal DeviceCode(
        Secret code, string deviceId, string url, TimeSpan expiresIn, TimeSpan interval, IReadOnlyList<string>? defaulted = null)
    {
        (Code, DeviceId, Url, ExpiresIn, Interval) = (code, deviceId, url, expiresIn, interval);
        Defaulted = defaulted ?? [];
    }

    /// <summary>The code that polls; whoever has it at the right moment gets the grant.</summary>
    public Secret Code { get; }

    /// <summary>The device id that the code was asked for with: 32 lower-case hexadecimal digits.</summary>
    public string DeviceId { get; }

    /// <summary>The link behind the QR picture, to be opened or scanned by the player.</summary>
    public string Url { get; }

    /// <summary>How long the code lives, counted from the answer: at most 30 minutes, 300 s in practice.</summary>
    public TimeSpan ExpiresIn { get; }

    /// <summary>The polling interval that TapTap announces; see <see cref="PollPace"/> for the one to keep.</summary>
    public TimeSpan Interval { get; }

    /// <summary>The members that were absent or could not be used, so that a default stands in their place.</summary>
    internal IReadOnlyList<string> Defaulted { get; }
}
