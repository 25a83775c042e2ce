using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What this process knows of logins, bounded: adding, finding and forgetting cost the same whether there are ten or
/// a hundred thousand. When it is full, what is over goes first, then what nobody ever looked at, the oldest first;
/// what somebody looked at stays until it is over.
/// </summary>
/// <param name="capacity">How many there are at most.</param>
/// <param name="remembered">How long what is over is still remembered.</param>
/// <param name="time">The clock.</param>
/// <param name="onForgotten">Called with each that goes.</param>
internal sealed class LoginTable<T>(int capacity, TimeSpan remembered, TimeProvider time, Action<T>? onForgotten = null)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _unseen = new();

    // By the second in which they are over, so that the next to go is found at once.
    private readonly SortedDictionary<long, LinkedList<Entry>> _byEnd = [];

    // Counted here, because the dictionary's own count takes every one of its locks.
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<T> All => _byKey.Values.Select(entry => entry.Value);

    /// <summary>Whether something could be added now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock) return _count < capacity || FirstToGo() is not null;
        }
    }

    /// <summary>Finds by key; whoever asks has looked.</summary>
    public bool TryLook(string key, [NotNullWhen(true)] out T? value)
    {
        value = null;
        if (!_byKey.TryGetValue(key, out var entry)) return false;
        if (entry.Unseen is not null) MarkSeen(entry);
        value = entry.Value;
        return true;
    }

    /// <summary>Finds by key without counting as a look.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out T? value)
    {
        value = _byKey.TryGetValue(key, out var entry) ? entry.Value : null;
        return value is not null;
    }

    /// <summary>Adds what is not there yet.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What is added.</param>
    /// <param name="end">The timestamp from which it is over.</param>
    /// <param name="isSeen">Whether somebody is looking at it already.</param>
    /// <returns>What is in the table under this key now, be it added or found; null when there is no room.</returns>
    public T? AddOrFind(string key, T value, long end, bool isSeen)
    {
        lock (_lock)
        {
            if (TryLook(key, out var found)) return found;
            if (_count >= capacity)
            {
                if (FirstToGo() is not { } goes) return null;
                Remove(goes);
            }

            var entry = new Entry(key, value);
            AddToEnd(entry, end / time.TimestampFrequency);
            if (!isSeen) entry.Unseen = _unseen.AddLast(entry);
            _byKey[key] = entry;
            _count++;
            return value;
        }
    }

    /// <summary>It came to its end before its time: it is forgotten that long from now, and goes first where room is needed.</summary>
    public void Release(string key, T value, TimeSpan after)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var entry) || !ReferenceEquals(entry.Value, value)) return;
            var end = (time.GetTimestamp() / time.TimestampFrequency) + (long)(after - remembered).TotalSeconds;
            if (end >= entry.EndSecond) return;
            TakeFromEnd(entry);
            AddToEnd(entry, end);
        }
    }

    /// <summary>Forgets what has been over for long enough.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            var last = (time.GetTimestamp() / time.TimestampFrequency) - (long)remembered.TotalSeconds;
            while (_byEnd.Count > 0 && _byEnd.First() is var (second, entries) && second < last)
            {
                while (entries.First is { } first) Remove(first.Value);
            }
        }
    }

    private Entry? FirstToGo()
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        return _byEnd.First() is var (second, entries) && second < now ? entries.First!.Value : _unseen.First?.Value;
    }

    private void MarkSeen(Entry entry)
    {
        lock (_lock)
        {
            if (entry.Unseen is { } node) _unseen.Remove(node);
            entry.Unseen = null;
        }
    }

    private void Remove(Entry entry)
    {
        _byKey.TryRemove(entry.Key, out _);
        _count--;
        MarkSeen(entry);
        TakeFromEnd(entry);
        onForgotten?.Invoke(entry.Value);
    }

    private void AddToEnd(Entry entry, long second)
    {
        if (!_byEnd.TryGetValue(second, out var sameEnd)) _byEnd[second] = sameEnd = new LinkedList<Entry>();
        (entry.EndSecond, entry.InEnd) = (second, sameEnd.AddLast(entry));
    }

    private void TakeFromEnd(Entry entry)
    {
        var sameEnd = _byEnd[entry.EndSecond];
        sameEnd.Remove(entry.InEnd!);
        if (sameEnd.Count == 0) _byEnd.Remove(entry.EndSecond);
    }

    private sealed class Entry(string key, T value)
    {
        public string Key => key;

        public T Value => value;

        public long EndSecond { get; set; }

        public LinkedListNode<Entry>? Unseen { get; set; }

        public LinkedListNode<Entry>? InEnd { get; set; }
    }
}
