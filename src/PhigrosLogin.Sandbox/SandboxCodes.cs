using System.Security.Cryptography;

namespace PhigrosLogin.Sandbox;

/// <summary>
/// The codes that were issued, and everything that can happen to one. A script needs no timer: what it has done by now
/// is worked out whenever somebody looks.
/// </summary>
public sealed class SandboxCodes
{
    private const int Capacity = 200_000;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string MixedLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + Letters;

    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Newest<string, Entry> _byUserCode = new(Capacity);
    private readonly Newest<string, Entry> _byDeviceCode = new(Capacity);

    internal SandboxCodes(SandboxOptions options, TimeProvider time) => (_options, _time) = (options, time);

    /// <summary>How many codes were issued.</summary>
    public long Issued { get; private set; }

    /// <summary>How many were redeemed.</summary>
    public long Redeemed { get; private set; }

    /// <summary>The codes that can still be decided or redeemed, newest first.</summary>
    public IReadOnlyList<SandboxCode> Open
    {
        get
        {
            lock (_lock) return [.. _byUserCode.All().Select(Look).Where(code => !code.IsOver).OrderByDescending(code => code.Issued)];
        }
    }

    /// <summary>The code that a user code or a device code names, or null.</summary>
    public SandboxCode? Find(string code)
    {
        lock (_lock) return Entered(code) is { } entry ? Look(entry) : null;
    }

    /// <summary>Somebody scans.</summary>
    /// <exception cref="InvalidOperationException">There is no such code, or it is decided.</exception>
    public SandboxCode Scan(string userCode) =>
        Decide(userCode, code => code with { State = SandboxCodeState.Waiting });

    /// <summary>Somebody says yes, scanned or not.</summary>
    /// <param name="userCode">The code.</param>
    /// <param name="player">Who; the default player when null.</param>
    /// <exception cref="InvalidOperationException">There is no such code, or it is decided.</exception>
    public SandboxCode Confirm(string userCode, SandboxPlayer? player = null) =>
        Decide(userCode, code => code with { State = SandboxCodeState.Confirmed, Player = player ?? _options.Player });

    /// <summary>Somebody says no.</summary>
    /// <exception cref="InvalidOperationException">There is no such code, or it is decided.</exception>
    public SandboxCode Refuse(string userCode) =>
        Decide(userCode, code => code with { State = SandboxCodeState.Refused });

    /// <summary>The code's time is over now.</summary>
    /// <exception cref="InvalidOperationException">There is no such code, or it was redeemed.</exception>
    public SandboxCode Expire(string userCode) =>
        Change(userCode, code => code.State == SandboxCodeState.Used
            ? throw new InvalidOperationException($"The code {userCode} was used.")
            : code with { State = SandboxCodeState.Expired, Plan = null });

    /// <summary>Lets a script play, counted from now.</summary>
    /// <exception cref="InvalidOperationException">There is no such code, or it is decided.</exception>
    public SandboxCode Script(string userCode, SandboxScript script, TimeSpan after) =>
        Change(userCode, code => Undecided(code) with
        {
            Plan = new SandboxPlan(script, after),
            PlanIsDefault = false,
            PlannedFrom = _time.GetTimestamp(),
        });

    /// <summary>Somebody opened the code's page: what happens now is theirs to say, unless a script was chosen.</summary>
    internal SandboxCode? Visit(string userCode)
    {
        lock (_lock)
        {
            if (Entered(userCode) is not { } entry) return null;
            var code = Look(entry);
            return entry.Code = code is { PlanIsDefault: true, State: SandboxCodeState.Pending or SandboxCodeState.Waiting }
                ? code with { Plan = null, PlanIsDefault = false }
                : code;
        }
    }

    internal SandboxCode Issue(string clientId, IReadOnlyList<string> scopes)
    {
        lock (_lock)
        {
            while (true)
            {
                var now = _time.GetTimestamp();
                var code = new SandboxCode
                {
                    DeviceCode = RandomNumberGenerator.GetString(MixedLetters, 40),
                    UserCode = RandomNumberGenerator.GetString(Letters, 5),
                    ClientId = clientId,
                    Scopes = scopes,
                    Issued = now,
                    IssuedAt = _time.GetUtcNow(),
                    Plan = _options.DefaultScript,
                    PlanIsDefault = _options.DefaultScript is not null,
                    PlannedFrom = now,
                };
                var entry = new Entry(code);
                if (!_byUserCode.TryAdd(code.UserCode, entry)) continue;
                _byDeviceCode.TryAdd(code.DeviceCode, entry);
                Issued++;
                return code;
            }
        }
    }

    /// <summary>One poll, counted and told; a confirmed code is spent by it.</summary>
    internal SandboxPoll? Poll(string deviceCode, string clientId)
    {
        lock (_lock)
        {
            if (!_byDeviceCode.TryGet(deviceCode, out var entry) || entry.Code.ClientId != clientId) return null;

            var before = Look(entry);
            var now = _time.GetTimestamp();
            var tooFast = ComesTooFast(before, now);
            entry.Code = before with
            {
                Polls = before.Polls + 1,
                LastPoll = now,
                State = before.State == SandboxCodeState.Confirmed && !tooFast ? SandboxCodeState.Used : before.State,
                RefusalWasTold = before.State == SandboxCodeState.Refused,
            };
            if (entry.Code.State == SandboxCodeState.Used && before.State != SandboxCodeState.Used) Redeemed++;
            return new SandboxPoll(before, tooFast);
        }
    }

    private bool ComesTooFast(SandboxCode code, long now)
    {
        if (code.State is not (SandboxCodeState.Pending or SandboxCodeState.Waiting or SandboxCodeState.Confirmed)) return false;
        if (code.Script == SandboxScript.SlowDown && code.Polls < 2) return true;
        return code.LastPoll is { } last && _time.GetElapsedTime(last, now) < _options.MinimumPollGap;
    }

    private SandboxCode Decide(string userCode, Func<SandboxCode, SandboxCode> decide) =>
        Change(userCode, code => decide(Undecided(code)) with { Plan = null });

    private SandboxCode Change(string userCode, Func<SandboxCode, SandboxCode> change)
    {
        lock (_lock)
        {
            var entry = Entered(userCode) ?? throw new InvalidOperationException($"There is no code {userCode}.");
            return entry.Code = change(Look(entry));
        }
    }

    private static SandboxCode Undecided(SandboxCode code) =>
        code.State is SandboxCodeState.Pending or SandboxCodeState.Waiting
            ? code
            : throw new InvalidOperationException($"The code {code.UserCode} is already {code.State.ToString().ToLowerInvariant()}.");

    private Entry? Entered(string code) =>
        _byUserCode.TryGet(code, out var entry) || _byDeviceCode.TryGet(code, out entry) ? entry : null;

    private SandboxCode Look(Entry entry) => entry.Code = SandboxClockwork.Bring(entry.Code, _options, _time);

    private sealed class Entry(SandboxCode code)
    {
        public SandboxCode Code { get; set; } = code;
    }
}

/// <summary>What one poll met: the code as it was, and whether it came too fast.</summary>
internal sealed record SandboxPoll(SandboxCode Code, bool CameTooFast);
