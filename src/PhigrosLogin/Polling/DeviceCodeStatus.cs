namespace PhigrosLogin.Polling;

/// <summary>
/// The states of a device code, in memory and in the store. The numbers are stored: they never change. Their tens are
/// ranks, and a stored code only moves to a higher one. A grant outranks every other end: TapTap gives it once, so
/// whatever was believed of the code before (that it was lost, expired or even denied), the grant is the truth.
/// </summary>
internal enum DeviceCodeStatus
{
    /// <summary>The code was not scanned yet.</summary>
    Pending = 0,

    /// <summary>The player scanned it and has not decided yet.</summary>
    Scanned = 10,

    /// <summary>The player refused.</summary>
    Denied = 20,

    /// <summary>The code expired, is used up or unknown.</summary>
    Expired = 21,

    /// <summary>TapTap refused it for another reason, such as a code of the other region.</summary>
    Refused = 22,

    /// <summary>The code is used up and its grant did not arrive: a response of TapTap's was lost.</summary>
    Lost = 23,

    /// <summary>The player confirmed.</summary>
    Granted = 30,
}
