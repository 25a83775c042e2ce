using PhigrosLogin.Cloud;
using PhigrosLogin.TapTap;

namespace PhigrosLogin;

/// <summary>How a login ended. A closed set: whoever switches over it has five cases and no sixth.</summary>
public abstract class LoginOutcome
{
    private LoginOutcome()
    {
    }

    /// <summary>The player confirmed, and the game cloud signed them in.</summary>
    public sealed class Succeeded : LoginOutcome
    {
        internal Succeeded(Region region, CloudLogin.Player player, TapTapProfile profile) =>
            (Region, Player, Profile) = (region, player, profile);

        /// <summary>Where the session is good: it is unknown in every other region.</summary>
        public Region Region { get; }

        /// <summary>The player in the game: id, nickname, short id.</summary>
        public CloudLogin.Player Player { get; }

        /// <summary>The player's TapTap account: ids, name, avatar.</summary>
        public TapTapProfile Profile { get; }

        /// <summary>
        /// 25 letters and digits that open the player's save: keep them as you would a password. They hold until somebody
        /// refreshes them (<see cref="GameCloudClient.RefreshSessionAsync"/>); signing in again gives the same ones.
        /// </summary>
        public Secret SessionToken => Player.SessionToken;
    }

    /// <summary>The player said no in TapTap.</summary>
    public sealed class Denied : LoginOutcome;

    /// <summary>Nobody confirmed while the code was alive, normally 300 s. Start another login if the player still wants one.</summary>
    public sealed class Expired : LoginOutcome;

    /// <summary>
    /// TapTap's answer was lost on the way, and the code, good for one answer, is spent: the player may have confirmed and
    /// has to do it once more, in another login.
    /// </summary>
    public sealed class Lost : LoginOutcome;

    /// <summary>The TapTap account has never played the game in this region. None was created; the other region may know the player.</summary>
    public sealed class NoPlayer : LoginOutcome;
}
