namespace PhigrosLogin.TapTap;

/// <summary>What TapTap says when it is asked whether the player has confirmed (docs/protocol.md §2).</summary>
public abstract class Approval
{
    private Approval()
    {
    }

    /// <summary>Whether the code is still unspent, so that an earlier answer that was lost was not the grant; slow_down may be said before anybody looks at the code.</summary>
    internal bool ShowsUnspent => this is Pending or Scanned;

    /// <summary>Nobody has scanned the code yet (<c>authorization_pending</c>).</summary>
    public sealed class Pending : Approval;

    /// <summary>Somebody has scanned it and has not decided yet (<c>authorization_waiting</c>).</summary>
    public sealed class Scanned : Approval;

    /// <summary>TapTap wants to be asked less often (<c>slow_down</c>, or 429).</summary>
    public sealed class SlowDown : Approval
    {
        internal SlowDown(TimeSpan? wish, bool isTooManyRequests = false) =>
            (Wish, IsTooManyRequests) = (wish, isTooManyRequests);

        /// <summary>Whether the HTTP status was 429, which may concern all calls of this machine.</summary>
        internal bool IsTooManyRequests { get; }

        /// <summary>The interval that TapTap wishes, if it names one.</summary>
        public TimeSpan? Wish { get; }
    }

    /// <summary>The player has confirmed. The device code is spent: this answer does not come twice.</summary>
    public sealed class Granted : Approval
    {
        internal Granted(TapTapToken token) => Token = token;

        /// <summary>What was granted.</summary>
        public TapTapToken Token { get; }
    }

    /// <summary>
    /// The player has said no (<c>access_denied</c>), or their account may not (<c>user_is_deactivated</c>).
    /// </summary>
    public sealed class Denied : Approval
    {
        internal Denied(TapTapRefusal refusal) => Refusal = refusal;

        /// <summary>TapTap's words.</summary>
        public TapTapRefusal Refusal { get; }
    }

    /// <summary>The code has expired, was used before or never existed (<c>invalid_grant</c> and its relatives, §8.3).</summary>
    public sealed class Expired : Approval
    {
        internal Expired(TapTapRefusal refusal) => Refusal = refusal;

        /// <summary>TapTap's words.</summary>
        public TapTapRefusal Refusal { get; }
    }

    /// <summary>
    /// TapTap answered with an error that is not known to end the code or to let it wait. Poll on, less often, until the
    /// code expires.
    /// </summary>
    public sealed class UnknownWord : Approval
    {
        internal UnknownWord(string? word) => Word = word;

        /// <summary>The error word: at most 64 of <c>a-z0-9_.</c>; null when TapTap sent any other text.</summary>
        public string? Word { get; }

        internal string Sentence => Word is null
            ? "TapTap answered with an unknown error."
            : $"TapTap answered with an unknown error: {Word}.";
    }

    /// <summary>TapTap refuses for another reason, such as a code of the other region (<c>invalid_request</c>).</summary>
    public sealed class Refused : Approval
    {
        internal Refused(TapTapRefusal refusal) => Refusal = refusal;

        /// <summary>TapTap's words.</summary>
        public TapTapRefusal Refusal { get; }
    }
}
