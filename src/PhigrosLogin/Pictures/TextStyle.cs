namespace PhigrosLogin.Pictures;

/// <summary>What the text of a QR picture may assume about the terminal that shows it; see <see cref="QrPicture.Text"/>.</summary>
public enum TextStyle
{
    /// <summary>Light letters on a dark ground, as most terminals are: the blocks are the light modules.</summary>
    Dark,

    /// <summary>Dark letters on a light ground, as on paper and in most chats: the blocks are the dark modules.</summary>
    Light,

    /// <summary>Any terminal with 256 colours: the text brings black and white along.</summary>
    Ansi,
}
