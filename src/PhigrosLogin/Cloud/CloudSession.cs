namespace PhigrosLogin.Cloud;

/// <summary>What the game cloud says to a session token (docs/protocol.md §5).</summary>
public abstract class CloudSession
{
    private CloudSession()
    {
    }

    /// <summary>The token is good, and this is whose it is.</summary>
    public sealed class Player : CloudSession
    {
        internal Player()
        {
        }

        /// <summary>The player's id in the game cloud: letters and digits; 24 hexadecimal digits in every sample.</summary>
        public required string ObjectId { get; init; }

        /// <summary>The name in the game; empty when the cloud names none.</summary>
        public required string Nickname { get; init; }

        /// <summary>The short id shown in the game; empty when the cloud names none.</summary>
        public required string ShortId { get; init; }

        /// <summary>When the player was created, in UTC; null when the cloud does not say.</summary>
        public required DateTimeOffset? CreatedAt { get; init; }

        /// <summary>When the player was last changed, in UTC; null when the cloud does not say.</summary>
        public required DateTimeOffset? UpdatedAt { get; init; }
    }

    /// <summary>This region knows no such session: it was never one, it belongs to the other region, or it was refreshed since.</summary>
    public sealed class Unknown : CloudSession;
}
