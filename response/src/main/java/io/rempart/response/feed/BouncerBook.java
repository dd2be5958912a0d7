package io.rempart.response.feed;

import io.rempart.response.RempartResponseException;
import java.io.IOException;
import java.io.Writer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which bouncers ask, and how far each was told; on disk, replaced whole at each pull. One key on two machines is two bouncers. At
 * most {@value #MOST}: the one that was silent longest goes. Thread-safe.
 */
public final class BouncerBook {
    static final int MOST = 200;
    private static final int LONGEST_WORD = 200;

    private final Path file;
    private final Map<String, Bouncer> bouncers = new LinkedHashMap<>();

    /**
     * A program on another machine that enforces our blocks.
     *
     * @param name of its key
     * @param address whence it asks
     * @param agent what it says it is; its own words
     * @param epoch of the journal of which it knows {@code number}
     * @param pulledAt when it was last told
     */
    public record Bouncer(String name, String address, String agent, String epoch, long number, Instant pulledAt) {}

    public BouncerBook(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(this::read);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Who is not known is told everything.
            bouncers.clear();
        }
    }

    private static String key(String name, String address) {
        return name + " " + address;
    }

    private void read(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 6) {
            Bouncer bouncer = new Bouncer(
                    decoded(words[0]),
                    decoded(words[1]),
                    decoded(words[2]),
                    words[3],
                    Long.parseLong(words[4]),
                    Instant.ofEpochMilli(Long.parseLong(words[5])));
            bouncers.put(key(bouncer.name(), bouncer.address()), bouncer);
        }
    }

    public synchronized Optional<Bouncer> bouncer(String name, String address) {
        return Optional.ofNullable(bouncers.get(key(name, address)));
    }

    /** Those who asked, the last one first. */
    public synchronized List<Bouncer> all() {
        return bouncers.values().stream()
                .sorted(Comparator.comparing(Bouncer::pulledAt).reversed())
                .toList();
    }

    /** Notes how far a bouncer was told. */
    public synchronized void pulled(Bouncer bouncer) {
        Bouncer cut = new Bouncer(
                cut(bouncer.name()),
                cut(bouncer.address()),
                cut(bouncer.agent()),
                bouncer.epoch(),
                bouncer.number(),
                bouncer.pulledAt());
        bouncers.put(key(cut.name(), cut.address()), cut);
        if (bouncers.size() > MOST) {
            bouncers.values().stream()
                    .min(Comparator.comparing(Bouncer::pulledAt))
                    .ifPresent(oldest -> bouncers.remove(key(oldest.name(), oldest.address())));
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            try (Writer out = Files.newBufferedWriter(fresh)) {
                for (Bouncer one : bouncers.values()) {
                    out.write(String.join(
                            " ",
                            encoded(one.name()),
                            encoded(one.address()),
                            encoded(one.agent()),
                            one.epoch(),
                            String.valueOf(one.number()),
                            one.pulledAt().toEpochMilli() + "\n"));
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RempartResponseException(
                    "What bouncers were told can't be remembered in " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_WORD ? text : text.substring(0, LONGEST_WORD);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
