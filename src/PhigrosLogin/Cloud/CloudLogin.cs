namespace PhigrosLogin.Cloud;

/// <summary>What the game cloud says to a TapTap token (docs/protocol.md §4).</summary>
public abstract class CloudLogin
{
    private CloudLogin()
    {
    }

    /// <summary>The player and their session token.</summary>
    public sealed class Player : CloudLogin
    {
        internal Player()
        {
        }

        /// <summary>25 letters and digits that open the player's save, normally until the player's token is refreshed.</summary>
        public required Secret SessionToken { get; init; }

        /// <summary>The player's id in the game cloud; 24 hexadecimal digits in every sample.</summary>
        public required string ObjectId { get; init; }

        /// <summary>The name in the game; empty when the cloud names none.</summary>
        public required string Nickname { get; init; }

        /// <summary>The short id shown in the game; empty when the cloud names none.</summary>
        public required string ShortId { get; init; }

        /// <summary>Whether the cloud answered 201 although the body shows that the player existed before.</summary>
        internal bool WasAnsweredCreated { get; init; }
    }

    /// <summary>This TapTap account has never played the game in this region.</summary>
    public sealed class NoPlayer : CloudLogin;
}
