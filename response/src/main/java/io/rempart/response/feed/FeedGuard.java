package io.rempart.response.feed;

import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Prefix;
import io.rempart.response.feed.FeedReading.Entry;
import io.rempart.response.guard.Guards;
import java.util.List;

/**
 * What a list must not be before it takes the place of the last one: much shorter or longer than that, or with ranges so wide
 * that they cut half the world. Ranges that are reserved anyway (FireHOL's lists name them) don't count: they are never enforced.
 */
final class FeedGuard {
    /** So many entries more or less are never suspicious. */
    static final int SMALL_CHANGE = 50;

    private static final Guards RESERVED = Guards.of(List.of());

    private FeedGuard() {}

    /**
     * @param before how many entries the last good list had; 0 when there was none
     * @throws FeedProblem when it is refused
     */
    static void check(FeedReading reading, FeedSettings settings, int before) {
        for (Entry entry : reading.entries()) {
            if (isTooWide(entry, settings)) {
                throw new FeedProblem(FeedProblem.Kind.TOO_WIDE, entry.span().toString(), String.valueOf(entry.line()));
            }
        }
        int now = reading.entries().size();
        if (before == 0 || settings.sizeFactor() == 0 || Math.abs(now - before) <= SMALL_CHANGE) {
            return;
        }
        String[] details = {String.valueOf(before), String.valueOf(now), String.valueOf(settings.sizeFactor())};
        if ((long) now * settings.sizeFactor() < before) {
            throw new FeedProblem(FeedProblem.Kind.SHRUNK, details);
        }
        if (now > (long) before * settings.sizeFactor()) {
            throw new FeedProblem(FeedProblem.Kind.GROWN, details);
        }
    }

    private static boolean isTooWide(Entry entry, FeedSettings settings) {
        AddressSet whole = AddressSet.of(List.of(entry.span()));
        if (!hasWide(whole, settings)) {
            return false;
        }
        AddressSet reserved = AddressSet.EMPTY;
        for (var guarded : RESERVED.all()) {
            reserved = reserved.plus(guarded.addresses());
        }
        return hasWide(whole.minus(reserved), settings);
    }

    private static boolean hasWide(AddressSet addresses, FeedSettings settings) {
        for (Prefix prefix : addresses.prefixes()) {
            if (prefix.familyLength() < (prefix.isIpv4() ? settings.widestIpv4() : settings.widestIpv6())) {
                return true;
            }
        }
        return false;
    }
}
