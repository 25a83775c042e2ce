using System.Diagnostics.CodeAnalysis;

namespace PhigrosLogin.Sandbox;

/// <summary>A dictionary that forgets its oldest entry when it is full: callers may ask for as much as they like.</summary>
internal sealed class Newest<TKey, TValue>(int capacity) where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, TValue> _values = [];
    private readonly Queue<TKey> _order = new();

    public bool TryAdd(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (!_values.TryAdd(key, value)) return false;
            _order.Enqueue(key);
            while (_values.Count > capacity) _values.Remove(_order.Dequeue());
            return true;
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock) return _values.TryGetValue(key, out value);
    }

    public IReadOnlyList<TValue> All()
    {
        lock (_lock) return [.. _values.Values];
    }
}
