using PhigrosLogin.TapTap;

namespace PhigrosLogin.Server.Logins;

/// <summary>How far one device code has come; a final state is never left.</summary>
internal abstract class AttemptState
{
    private AttemptState()
    {
    }

    public virtual bool IsFinal => true;

    /// <summary>Nobody has scanned the code yet.</summary>
    public sealed class Pending(string trouble = "") : AttemptState
    {
        /// <summary>A sentence when TapTap is not answering, else empty.</summary>
        public string Trouble => trouble;

        public override bool IsFinal => false;
    }

    /// <summary>Somebody has scanned it and has not decided yet.</summary>
    public sealed class Scanned(string trouble = "") : AttemptState
    {
        /// <inheritdoc cref="Pending.Trouble" />
        public string Trouble => trouble;

        public override bool IsFinal => false;
    }

    /// <summary>The player has confirmed.</summary>
    public sealed class Granted(TapTapToken token) : AttemptState
    {
        public TapTapToken Token => token;
    }

    /// <summary>TapTap has ended it, in its own words.</summary>
    public sealed class Ended(AttemptEnd end, TapTapRefusal refusal) : AttemptState
    {
        public AttemptEnd End => end;

        public TapTapRefusal Refusal => refusal;
    }

    /// <summary>The code has reached its end by our own clock.</summary>
    public sealed class Expired : AttemptState;
}

/// <summary>Why TapTap has ended an attempt.</summary>
internal enum AttemptEnd
{
    /// <summary>The player said no.</summary>
    Denied,

    /// <summary>The code is used up, unknown or, by TapTap's clock, expired.</summary>
    Expired,

    /// <summary>TapTap refuses it for another reason, such as a code of the other region.</summary>
    Refused,

    /// <summary>The code is used up although nobody got its grant: an answer of TapTap's was lost on the way.</summary>
    Lost,
}
