using PhigrosLogin.Sandbox;

namespace PhigrosLogin.Tests.Soak;

/// <summary>The player of one story, at the simulator.</summary>
internal static class Play
{
    /// <summary>Does with the code what the story says, after a while.</summary>
    public static async Task PlayAsync(this Story story, SandboxCodes codes, string userCode, Chance chance)
    {
        story.UserCode = userCode;
        try
        {
            await Task.Delay(chance.Seconds(1, 8), TimeProvider.System);
            if (story.Person is Person.ScansThenConfirms or Person.ScansOnly)
            {
                codes.Scan(userCode);
                await Task.Delay(chance.Seconds(1, 8), TimeProvider.System);
            }
            if (story.Person is Person.Confirms or Person.ScansThenConfirms or Person.IsCancelled)
            {
                codes.Confirm(userCode, story.Player);
                story.ConfirmedAt = TimeProvider.System.GetUtcNow();
            }
            if (story.Person == Person.Denies) codes.Refuse(userCode);
        }
        catch (InvalidOperationException tooLate)
        {
            story.Complaints.Enqueue($"the player came too late: {tooLate.Message}");
        }
    }
}
