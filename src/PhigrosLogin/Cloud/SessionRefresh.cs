namespace PhigrosLogin.Cloud;

/// <summary>How a request for a new session token ended.</summary>
public abstract class SessionRefresh
{
    private SessionRefresh()
    {
    }

    /// <summary>There is a new token, and every copy of the old one is dead.</summary>
    public sealed class Done : SessionRefresh
    {
        internal Done()
        {
        }

        /// <summary>The new token: 25 letters and digits.</summary>
        public required Secret SessionToken { get; init; }
    }

    /// <summary>The cloud knows no such session of this player; nothing has changed.</summary>
    public sealed class Unknown : SessionRefresh;
}
