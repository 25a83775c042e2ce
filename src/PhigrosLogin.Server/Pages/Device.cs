namespace PhigrosLogin.Server.Pages;

/// <summary>What the player holds, as far as a page cares.</summary>
public enum Device
{
    /// <summary>Shows a code that a phone can scan.</summary>
    Desktop,

    /// <summary>Cannot scan its own screen: a button comes first.</summary>
    Phone,

    /// <summary>WeChat's own browser on a phone, which opens no other app.</summary>
    WeChat,

    /// <summary>QQ's own browser on a phone, which opens no other app.</summary>
    QQ,
}

/// <summary>A guess from the User-Agent; every page offers the other way too, so that a wrong guess costs one tap.</summary>
internal static class DeviceGuess
{
    private static readonly string[] HandheldWords = ["Mobile", "Android", "iPhone", "iPad", "OpenHarmony", "HarmonyOS"];

    public static Device From(string? userAgent)
    {
        var agent = userAgent ?? "";
        // NOTE: WeChat and QQ on a computer show their own browsers too, but there a phone can scan the screen.
        if (!HandheldWords.Any(word => Says(agent, word)) || Says(agent, "WindowsWechat") || Says(agent, "MacWechat")) return Device.Desktop;
        if (Says(agent, "MicroMessenger")) return Device.WeChat;
        // QQ's browser of its own, a real browser, says MQQBrowser/; the chat app says QQ/ as a word, often beside it.
        return Says(agent, " QQ/") ? Device.QQ : Device.Phone;
    }

    private static bool Says(string agent, string word) => agent.Contains(word, StringComparison.OrdinalIgnoreCase);
}
