namespace PhigrosLogin.Server.Store;

// One process has the file to itself (see StoreLock): every turn is its own, and nobody changes anything behind its back.
internal sealed partial class SqliteLoginStore
{
    public bool IsShared => false;

    public bool IsAnswering => true;

    public ValueTask<DateTimeOffset> UtcNowAsync() => new(_time.GetUtcNow());

    public ValueTask<Turn> TakeTurnAsync(byte[] key, string? loginId, TimeSpan lease, TimeSpan life) => new(Turn.Alone);

    public ValueTask GiveBackTurnAsync(byte[] key, Turn turn, PollPace pace, bool mayBeSpent) => default;

    public ValueTask<bool> TakeExchangeAsync(string loginId) => new(true);

    public ValueTask GiveBackExchangeAsync(string loginId) => default;

    public Action<(string Id, long Revision)?> Changed { private get; set; } = _ => { };

    public ValueTask<IReadOnlyList<StoredLogin>> FindNewerAsync(IReadOnlyCollection<(string Id, long Revision)> known) => new([]);

    public ValueTask<IReadOnlyList<StoredLogin>> FindOrphansAsync() => new([]);
}
