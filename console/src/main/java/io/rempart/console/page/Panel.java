package io.rempart.console.page;

import io.rempart.events.store.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parts of a page that may fail without the page. */
final class Panel {
    private Panel() {}

    /** What a part shows; {@code otherwise} when the store had no time for it: the rest of the page is still of use. */
    static <T> T counted(T otherwise, Supplier<T> part) {
        T shown = shown(part);
        return shown == null ? otherwise : shown;
    }

    /** What a part shows; null when the store had no time for it. */
    static <T> @Nullable T shown(Supplier<T> part) {
        try {
            return part.get();
        } catch (StoreException e) {
            return null;
        }
    }
}
