package io.rempart.engine.regex;

/**
 * Searches a value with an automaton only where a {@link StartFilter} says that a match may begin, and from there as long as one may
 * be under way. For one thread, used again and again.
 */
final class SparseSearch {
    /** Of the last search, how many bytes the automaton read. */
    int stepped;

    /**
     * Whether there is a match from {@code begin} to {@code end}: {@link StateTable#MATCH}, {@link StateTable#DEAD}, or {@link
     * StateTable#UNKNOWN} where the automaton gives up.
     */
    int find(LazyAutomaton automaton, StartFilter filter, byte[] array, int begin, int end) {
        LazyAutomaton.Search search = automaton.search(begin);
        int lastIdle = automaton.lastIdle(search);
        int state = automaton.start(search);
        stepped = 0;
        int i = begin;
        while (true) {
            int from = i;
            char[] table = search.table();
            while (i < end) {
                int next = table[state + table[array[i] & 0xFF]];
                if (next <= StateTable.MATCH) {
                    break;
                }
                state = next;
                i++;
                if (state <= lastIdle) {
                    int place = filter.next(array, i, end);
                    if (place > i) {
                        stepped += i - from;
                        from = place;
                        state = automaton.idleAfter(search, array[place - 1]);
                        i = place;
                    }
                }
            }
            stepped += i - from;
            state = automaton.next(search, state, array, i, end);
            if (state <= StateTable.MATCH) {
                return state;
            }
            i++;
            stepped++;
        }
    }
}
