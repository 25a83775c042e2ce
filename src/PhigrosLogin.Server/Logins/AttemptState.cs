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

    /// <summary>TapTap has ended it: the player said no, the code is used up or unknown, or TapTap refuses it.</summary>
    public sealed class Refused(TapTapRefusal refusal) : AttemptState
    {
        public TapTapRefusal Refusal => refusal;
    }

    /// <summary>The code has reached its end by our own clock.</summary>
    public sealed class Expired : AttemptState;
}
