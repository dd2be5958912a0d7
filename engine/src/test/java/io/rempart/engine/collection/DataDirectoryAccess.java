package io.rempart.engine.collection;

/** Saves at once what the thread would save in some seconds. */
public final class DataDirectoryAccess {
    private DataDirectoryAccess() {}

    /** As the thread does. */
    public static void saveAll() {
        DataDirectory.saveAll();
    }
}
