using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PhigrosLogin.Server.Logins;

/// <summary>
/// What this process holds in memory, bounded. When the cache is full, a new entry replaces one that
/// <paramref name="canEvict"/> allows: an entry past its end if there is one, else the one that was added first. Adding,
/// finding and removing take the same time for ten entries and for a hundred thousand.
/// </summary>
/// <param name="capacity">The maximum number of entries.</param>
/// <param name="retention">How long an entry stays after its end.</param>
/// <param name="time">The clock.</param>
/// <param name="canEvict">Whether an entry may be removed before its time; called under the cache's lock.</param>
internal sealed class BoundedCache<T>(int capacity, TimeSpan retention, TimeProvider time, Predicate<T> canEvict)
    where T : class
{
    // The search for an entry to evict goes round; one step looks at this many.
    private const int SearchLimit = 256;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _ring = new();

    // By the second of their end, so that the next one to remove is found at once.
    private readonly SortedDictionary<long, LinkedList<Entry>> _byEnd = [];

    // Counted here, because the dictionary's own count takes every one of its locks.
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IEnumerable<T> All => _byKey.Values.Select(entry => entry.Value);

    /// <summary>Whether a new entry would be added now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock) return _count < capacity || FindEvictable() is not null;
        }
    }

    public bool TryFind(string key, [NotNullWhen(true)] out T? value)
    {
        value = _byKey.TryGetValue(key, out var entry) ? entry.Value : null;
        return value is not null;
    }

    /// <summary>Finds the entry with a key, or adds one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">What is added if there is none.</param>
    /// <param name="end">The timestamp of its end.</param>
    /// <param name="exceed">Whether it may be added beyond the capacity, up to twice as much.</param>
    /// <param name="evicted">The entry that it replaced.</param>
    /// <returns>The value with this key now; null if there was no room.</returns>
    public T? FindOrAdd(string key, T value, long end, bool exceed, out T? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            if (TryFind(key, out var found)) return found;
            if (_count >= capacity)
            {
                if (FindEvictable() is { } entry) evicted = Remove(entry);
                else if (!exceed || _count >= 2L * capacity) return null;
            }
            var added = new Entry(key, value);
            added.InRing = _ring.AddLast(added);
            AddToEnd(added, end / time.TimestampFrequency);
            _byKey[key] = added;
            _count++;
            return value;
        }
    }

    /// <summary>Removes an entry at once.</summary>
    public void Remove(string key, T value)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var entry) && ReferenceEquals(entry.Value, value)) Remove(entry);
        }
    }

    /// <summary>Ends an entry before its time: it is removed after a while, and first if room is needed.</summary>
    public void EndEarly(string key, T value, TimeSpan keepFor)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var entry) || !ReferenceEquals(entry.Value, value)) return;
            var end = (time.GetTimestamp() / time.TimestampFrequency) + (long)(keepFor - retention).TotalSeconds;
            if (end >= entry.EndSecond) return;
            RemoveFromEnd(entry);
            AddToEnd(entry, end);
        }
    }

    /// <summary>Removes the entries whose end was longer ago than the retention.</summary>
    /// <returns>The removed entries.</returns>
    public IReadOnlyList<T> Sweep()
    {
        var removed = new List<T>();
        lock (_lock)
        {
            var last = (time.GetTimestamp() / time.TimestampFrequency) - (long)retention.TotalSeconds;
            while (_byEnd.Count > 0 && _byEnd.First() is var (second, entries) && second < last)
            {
                while (entries.First is { } first) removed.Add(Remove(first.Value));
            }
        }
        return removed;
    }

    private Entry? FindEvictable()
    {
        var now = time.GetTimestamp() / time.TimestampFrequency;
        if (_byEnd.Count > 0 && _byEnd.First() is var (second, ended) && second < now &&
            ended.First is { Value: var first } && canEvict(first.Value)) return first;
        for (var step = Math.Min(SearchLimit, _ring.Count); step > 0; step--)
        {
            var entry = _ring.First!.Value;
            if (canEvict(entry.Value)) return entry;
            _ring.Remove(entry.InRing!);
            _ring.AddLast(entry.InRing!);
        }
        return null;
    }

    private T Remove(Entry entry)
    {
        _byKey.TryRemove(entry.Key, out _);
        _ring.Remove(entry.InRing!);
        RemoveFromEnd(entry);
        _count--;
        return entry.Value;
    }

    private void AddToEnd(Entry entry, long second)
    {
        if (!_byEnd.TryGetValue(second, out var sameEnd)) _byEnd[second] = sameEnd = new LinkedList<Entry>();
        (entry.EndSecond, entry.InEnd) = (second, sameEnd.AddLast(entry));
    }

    private void RemoveFromEnd(Entry entry)
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

        public LinkedListNode<Entry>? InRing { get; set; }

        public LinkedListNode<Entry>? InEnd { get; set; }
    }
}
