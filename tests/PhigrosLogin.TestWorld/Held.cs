using PhigrosLogin.FaultyUpstream;

namespace PhigrosLogin.Tests;

/// <summary>An upstream's answer that waits until the test lets it go.</summary>
internal sealed class Held(Fault then)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody is waiting for it.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(10));

    public void Release() => _released.TrySetResult();

    /// <summary>The fault to give to the upstream.</summary>
    public async Task<bool> AnswerAsync(Reply reply, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
        return await then(reply, cancellationToken);
    }
}
