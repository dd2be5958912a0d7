package io.rempart.response.notify;

import io.rempart.events.store.EventStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is new in a list that is read newest first, page by page. How far was looked lives with the data, so that what happens
 * while we are down is new afterwards. What was there before the first look is not new. Used by one
 * thread.
 */
public final class Watermark<T> {
    static final int MOST_A_LOOK = 20_000;
    private static final int PAGE = 500;

    private final EventStore settings;
    private final String name;
    private final Pages<T> pages;
    private final ToLongFunction<T> id;
    private @Nullable Long last;

    /** A page of a list, newest first. */
    public interface Pages<T> {
        List<T> page(@Nullable Long beforeId, int limit);
    }

    /** @param name of the setting that remembers how far was looked */
    public Watermark(EventStore settings, String name, Pages<T> pages, ToLongFunction<T> id) {
        this.settings = settings;
        this.name = name;
        this.pages = pages;
        this.id = id;
    }

    /** What is new, the oldest first. */
    public List<T> since() {
        long from = last();
        List<T> fresh = new ArrayList<>();
        Long before = null;
        while (fresh.size() < MOST_A_LOOK) {
            List<T> page = pages.page(before, PAGE);
            for (T item : page) {
                if (id.applyAsLong(item) > from) {
                    fresh.add(item);
                }
            }
            if (page.size() < PAGE || id.applyAsLong(page.get(page.size() - 1)) <= from) {
                break;
            }
            before = id.applyAsLong(page.get(page.size() - 1));
        }
        Collections.reverse(fresh);
        return fresh;
    }

    private long last() {
        Long known = last;
        if (known == null) {
            known = settings.setting(name).map(Long::valueOf).orElse(null);
        }
        if (known == null) {
            known = pages.page(null, 1).stream().mapToLong(id).max().orElse(0);
            settings.setSetting(name, Long.toString(known));
        }
        last = known;
        return known;
    }

    /** All of these were told. */
    public void seen(List<T> items) {
        if (!items.isEmpty()) {
            last = id.applyAsLong(items.get(items.size() - 1));
            settings.setSetting(name, Long.toString(last));
        }
    }
}
