namespace PhigrosLogin;

/// <summary>How far a login has come while it is waited for; each is reported when it becomes true, in its order.</summary>
public abstract class LoginProgress
{
    private LoginProgress()
    {
    }

    /// <summary>The code waits to be scanned. The first report of all.</summary>
    public sealed class Waiting : LoginProgress;

    /// <summary>Somebody has scanned it and is looking at TapTap's question.</summary>
    public sealed class Scanned : LoginProgress;

    /// <summary>
    /// TapTap is not answering; it is asked again, less often, and nothing is lost yet. When it answers again,
    /// <see cref="Waiting"/> or <see cref="Scanned"/> follows.
    /// </summary>
    public sealed class Trouble : LoginProgress
    {
        internal Trouble(string sentence) => Sentence = sentence;

        /// <summary>One English sentence that may be shown to a stranger.</summary>
        public string Sentence { get; }
    }

    /// <summary>The player has confirmed, and the game cloud is asked for the session: at most 45 s.</summary>
    public sealed class Completing : LoginProgress;
}
