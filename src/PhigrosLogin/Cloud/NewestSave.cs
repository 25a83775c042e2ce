namespace PhigrosLogin.Cloud;

/// <summary>What the game cloud keeps of a player's game (docs/protocol.md §9).</summary>
public abstract class NewestSave
{
    private NewestSave()
    {
    }

    /// <summary>The player's newest save.</summary>
    public sealed class Present : NewestSave
    {
        internal Present()
        {
        }

        /// <summary>When it was saved, in UTC; null when the cloud does not say.</summary>
        public required DateTimeOffset? SavedAt { get; init; }

        /// <summary>The size of the save in bytes; null when the cloud does not say.</summary>
        public required long? Bytes { get; init; }

        /// <summary>What the game wrote about it; null when there is nothing that can be read.</summary>
        public required SaveSummary? Summary { get; init; }
    }

    /// <summary>The player has never synchronised.</summary>
    public sealed class None : NewestSave;

    /// <summary>This region knows no such session.</summary>
    public sealed class UnknownSession : NewestSave;
}
