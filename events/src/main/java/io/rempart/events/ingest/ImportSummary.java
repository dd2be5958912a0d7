package io.rempart.events.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import did: {@code read = stored + repaired + duplicates + quarantined}.
 *
 * @param bytes of the logs, unpacked
 * @param perInput one for each path given, in order
 */
public record ImportSummary(
        long read,
        long stored,
        long repaired,
        long duplicates,
        long quarantined,
        long bytes,
        double seconds,
        List<Input> perInput) {
    /**
     * One path that was given: a file, or all files of a directory.
     *
     * @param files how many files were read
     * @param problem one sentence when it could not be read to its end; null when all is well
     */
    public record Input(
            String path,
            int files,
            long read,
            long stored,
            long repaired,
            long duplicates,
            long quarantined,
            long bytes,
            @Nullable String problem) {}

    /**
     * How far an import is.
     *
     * @param path the file being read
     * @param bytesDone of the files as they are on disk
     * @param bytesTotal of all files as they are on disk; -1 for standard input
     * @param records read so far
     */
    public record Progress(String path, long bytesDone, long bytesTotal, long records) {}

    static ImportSummary of(List<Input> inputs, double seconds) {
        return new ImportSummary(
                inputs.stream().mapToLong(Input::read).sum(),
                inputs.stream().mapToLong(Input::stored).sum(),
                inputs.stream().mapToLong(Input::repaired).sum(),
                inputs.stream().mapToLong(Input::duplicates).sum(),
                inputs.stream().mapToLong(Input::quarantined).sum(),
                inputs.stream().mapToLong(Input::bytes).sum(),
                seconds,
                List.copyOf(inputs));
    }

    /** Whether every input was read to its end. */
    public boolean isComplete() {
        return perInput.stream().allMatch(input -> input.problem() == null);
    }
}
