namespace PhigrosLogin.Server.Pages;

/// <summary>One sentence for the player about where a login stands: the API's <c>message</c> and what a screen reader hears.</summary>
internal static class LoginSentence
{
    public static string Of(string state, string? reason, string? notice, string region, PageLanguage language) => state switch
    {
        "pending" when notice is "no_player_account" => Fill(Words.NoPlayerHere, region, language),
        "pending" => Words.PendingSay.In(language),
        "scanned" => Words.ScannedTitle.In(language),
        "completing" => Words.CompletingSay.In(language),
        "succeeded" => Words.DoneSay.In(language),
        _ => Over(Ending.Of(state, reason), region, language),
    };

    /// <summary>A phrase that names a region.</summary>
    public static string Fill(Phrase phrase, string region, PageLanguage language) =>
        phrase.In(language).Replace("{0}", Words.Region(region, language), StringComparison.Ordinal);

    private static string Over(Ending ending, string region, PageLanguage language) =>
        Fill(ending.Title, region, language) + (language is PageLanguage.English ? ". " : "。") + ending.Say.In(language);
}
