namespace PhigrosLogin.Cli.LiveCheck;

/// <summary>The first question: does the cloud leave an account without a player alone, as documented (docs/protocol.md §4)?</summary>
internal static class FailOnNotExist
{
    public static string Answer(RegionResult result)
    {
        var logins = result.Of("users").Where(login => login.Means is "player" or "no_player").ToList();
        if (logins.Count == 0) return "not reached.";
        if (logins.Exists(login => login is { Exchange.Status: 201, Means: "no_player" }))
        {
            return "NO. The cloud answered 201 in spite of `failOnNotExist=true`: it has just created a player for this account. " +
                "The library reads that as \"no player\", and no token of that player goes to anybody.";
        }
        var hadNone = logins[0].Means == "no_player";
        if (hadNone && logins.Exists(login => login.Means == "player"))
        {
            return "NO. The first login was told that there is no player (211), the next one found one: it was created after all.";
        }
        if (!result.NeverPlayed)
        {
            return hadNone
                ? "yes, as far as it goes: 211. But the account was said to have played here; was it another one?"
                : "not seen. This account has a player, who was found with `failOnNotExist=true` in place, as documented. " +
                    "To see what happens without one, use a TapTap account that has never played here: " +
                    $"`phigros-login live-check --region {result.Region} --never-played`.";
        }
        return hadNone
            ? $"yes. The account has no player, the cloud said so {logins.Count} times (211), and no player was created."
            : "not seen. The account was said never to have played here, and it has a player: the game or another program has created it before.";
    }
}
