using PhigrosLogin.Sandbox;
using PhigrosLogin.TapTap;
using PhigrosLogin.Tests.PlayerLogins;

namespace PhigrosLogin.Tests.Soak;

/// <summary>The faults of the soak are those that they say, and the notes tell what each did to a grant.</summary>
public sealed class SpoilingRelayTests
{
    public static TheoryData<int> Faults => [.. Enumerable.Range(0, InjectedFault.All.Count)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_spoiled_poll_brings_no_grant_and_spends_the_code_if_it_was_heard(int index)
    {
        var fault = InjectedFault.All[index];
        await using var sandbox = await SandboxUpstream.StartAsync(
            new SandboxOptions { Region = SandboxRegion.China, LinkBase = SandboxRegion.China.PublicLinkBase, DefaultScript = null }, TimeProvider.System);
        await using var relay = SpoilingRelay.Start(sandbox, number => number == 2 ? fault : null);
        using var connections = UpstreamHttp.CreateClient();
        var code = await Client(patience: 20).RequestCodeAsync(CancellationToken.None);
        sandbox.Codes.Confirm(code.Url[^5..]);
        var neverComes = fault.Kind is FaultKind.Silence or FaultKind.LateAnswer or FaultKind.LateQuestion;

        var first = await PollAsync(Client(neverComes ? 0.3 : 20));
        // It is heard when this test is over.
        var second = fault.Kind == FaultKind.LateQuestion ? null : await AgainAsync();

        first.ShouldBe(fault.Kind == FaultKind.TooManyRequests ? nameof(Approval.SlowDown) : nameof(UpstreamException));
        if (second is null) return;
        second.ShouldBe(fault.IsHeard ? nameof(Approval.Expired) : nameof(Approval.Granted));
        relay.Notes.Select(note => (note.UserCode, note.Word, note.Fault)).ShouldBe(
        [
            (code.Url[^5..], PollWord.None, null),
            (code.Url[^5..], fault.IsHeard ? PollWord.Granted : PollWord.None, fault),
            (code.Url[^5..], fault.IsHeard ? PollWord.Gone : PollWord.Granted, null),
        ]);

        async Task<string> AgainAsync()
        {
            while (relay.Notes.Count < 2) await Task.Yield();
            return await PollAsync(Client(patience: 20));
        }

        TapTapClient Client(double patience) =>
            new(new UpstreamHttp(connections, TimeProvider.System, TimeSpan.FromSeconds(patience)), TestRegion.At(relay.Url), TimeProvider.System);

        async Task<string> PollAsync(TapTapClient tapTap)
        {
            try
            {
                return (await tapTap.PollAsync(code.Code, code.DeviceId, CancellationToken.None)).GetType().Name;
            }
            catch (UpstreamException trouble)
            {
                return trouble.GetType().Name;
            }
        }
    }
}
