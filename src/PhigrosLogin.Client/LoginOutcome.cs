namespace PhigrosLogin.Client;

/// <summary>What whoever opened a login may read of it.</summary>
public sealed class LoginOutcome
{
    /// <summary>Where it is.</summary>
    public required LoginStatus Status { get; init; }

    /// <summary>Why it failed or expired.</summary>
    public required LoginReason? Reason { get; init; }

    /// <summary>What the player should know while it goes on: their account has no player in this region.</summary>
    public required LoginReason? Notice { get; init; }

    /// <summary>Whether it is over.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>A sentence for the player.</summary>
    public required string Message { get; init; }

    /// <summary>Who signed in and the session token: there when <see cref="Status"/> is <see cref="LoginStatus.Succeeded"/>, else null.</summary>
    public required SignIn? Result { get; init; }
}

/// <summary>A player who signed in. Whoever had the link may be that player: ask "is this you?" before anything is bound.</summary>
public sealed class SignIn
{
    /// <summary>The game's session token, 25 letters and digits, worth a password. Keep it encrypted.</summary>
    public required Credential SessionToken { get; init; }

    /// <summary>The region in which the token is good: <c>cn</c>, <c>global</c> or <c>sandbox</c>. Keep it beside the token.</summary>
    public required string Region { get; init; }

    /// <summary>The game's object id of the player, 24 hexadecimal digits.</summary>
    public required string PlayerId { get; init; }

    /// <summary>The player's name in the game; may be empty.</summary>
    public required string Nickname { get; init; }

    /// <summary>The game's short id of the player; may be empty.</summary>
    public required string ShortId { get; init; }

    /// <summary>The TapTap account.</summary>
    public required TapTapAccount Profile { get; init; }

    /// <summary>What to call the player: the name in the game, else that at TapTap.</summary>
    public string DisplayName => Nickname.Length > 0 ? Nickname : Profile.Name;
}

/// <summary>The TapTap account that confirmed.</summary>
public sealed class TapTapAccount
{
    /// <summary>Its id for this game.</summary>
    public required string OpenId { get; init; }

    /// <summary>Its id for this game's developer; may be empty.</summary>
    public required string UnionId { get; init; }

    /// <summary>Its name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>Where its picture is; may be empty. It comes from TapTap and is not checked.</summary>
    public required string Avatar { get; init; }
}
