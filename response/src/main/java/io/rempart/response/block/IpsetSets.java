package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.Blocker.Element;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two sets of the kernel's ipset ({@value #IPV4}, {@value #IPV6}; type hash:net, which holds prefixes of any length), through
 * {@code ipset restore} and {@code save} (ipset(8)). A whole set is built aside and swapped in, which the kernel does in one
 * step; additions and removals are one call each, not one transaction.
 */
final class IpsetSets {
    static final String IPV4 = "rempart4";
    static final String IPV6 = "rempart6";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    /** The kernel's greatest time-out is 2,147,483 s: what lasts longer, we end ourselves. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

    private static final int MOST_ELEMENTS = 2_000_000;

    private final Clock clock;
    private final @Nullable SystemCommand ipset;

    IpsetSets(Clock clock, SystemCommand.Finder programs) {
        this.clock = clock;
        this.ipset = programs.find("ipset", LIMIT).orElse(null);
    }

    Optional<String> problem() {
        if (ipset == null) {
            return Optional.of("The program ipset is missing. Install it with: apt install ipset");
        }
        SystemCommand.Result result = ipset.run("list", "-n");
        return result.isDone()
                ? Optional.empty()
                : Optional.of("ipset may not change the firewall (" + firstLine(result.complaint())
                        + "). Give this process CAP_NET_ADMIN.");
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("no word why");
    }

    void change(Collection<Element> added, Collection<Prefix> removed) {
        restore(out -> {
            for (Prefix prefix : removed) {
                write(out, "del " + set(prefix) + " " + prefix + " -exist\n");
            }
            for (Element element : added) {
                write(out, add(set(element.prefix()), element));
            }
        });
    }

    void swap(Collection<Element> wanted) {
        long four = wanted.stream().filter(element -> element.prefix().isIpv4()).count();
        restore(out -> {
            for (String set : List.of(IPV4, IPV6)) {
                long size = set.equals(IPV4) ? four : wanted.size() - four;
                create(out, set, 1_024);
                create(out, set + "-new", size);
                write(out, "flush " + set + "-new\n");
            }
            for (Element element : wanted) {
                write(out, add(set(element.prefix()) + "-new", element));
            }
            for (String set : List.of(IPV4, IPV6)) {
                write(out, "swap " + set + "-new " + set + "\n");
                write(out, "destroy " + set + "-new\n");
            }
        });
    }

    private static void create(OutputStream out, String set, long size) throws IOException {
        long buckets = Math.max(1_024, Long.highestOneBit(size / 2 + 1) << 1);
        write(
                out,
                "create " + set + " hash:net family " + (set.startsWith(IPV4) ? "inet" : "inet6")
                        + " counters timeout 0 maxelem " + MOST_ELEMENTS + " hashsize " + buckets + " -exist\n");
    }

    /** What the sets hold; empty when one of them is gone. */
    Optional<Map<Prefix, Dropped>> read() {
        Map<Prefix, Dropped> elements = new HashMap<>();
        for (String set : List.of(IPV4, IPV6)) {
            try {
                elements.putAll(command().read(IpsetSets::elements, "save", set));
            } catch (BlockerException e) {
                if (String.valueOf(e.getMessage()).contains("does not exist")) {
                    return Optional.empty();
                }
                throw e;
            }
        }
        return Optional.of(elements);
    }

    /** What the sets hold, as far as a rule drops it. */
    Blocker.Enforced enforced(List<RawRule> rules) {
        Optional<Map<Prefix, Dropped>> elements = read();
        if (elements.isEmpty()) {
            return new Blocker.Enforced(Map.of(), List.of("A set of ipset is gone."));
        }
        List<String> flaws = new ArrayList<>();
        Map<Prefix, Dropped> enforced = new HashMap<>(elements.get());
        for (RawRule rule : rules) {
            if (!rule.isThere()) {
                flaws.add("The rule that drops what is in " + rule.set() + " is gone.");
                enforced.keySet().removeIf(prefix -> prefix.isIpv4() == rule.isIpv4());
            }
        }
        return new Blocker.Enforced(enforced, flaws);
    }

    /** Lines such as {@code add rempart4 192.0.2.0/24 timeout 0 packets 3 bytes 180}. */
    private static Map<Prefix, Dropped> elements(InputStream in) throws IOException {
        Map<Prefix, Dropped> elements = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            if (words.length < 3 || !words[0].equals("add")) {
                continue;
            }
            long packets = 0;
            long bytes = 0;
            for (int i = 3; i + 1 < words.length; i += 2) {
                if (words[i].equals("packets")) {
                    packets = Long.parseLong(words[i + 1]);
                } else if (words[i].equals("bytes")) {
                    bytes = Long.parseLong(words[i + 1]);
                }
            }
            Dropped dropped = packets == 0 ? Dropped.NOTHING : new Dropped(packets, bytes);
            Prefix.of(words[2]).ifPresent(prefix -> elements.put(prefix, dropped));
        }
        return elements;
    }

    void destroy() {
        for (String set : List.of(IPV4, IPV6)) {
            command().run("destroy", set);
        }
    }

    private String add(String set, Element element) {
        return "add " + set + " " + element.prefix() + " timeout " + seconds(element.until()) + " -exist\n";
    }

    private long seconds(@Nullable Instant until) {
        if (until == null) {
            return 0;
        }
        Duration left = Duration.between(clock.instant(), until).plus(MARGIN);
        return left.compareTo(LONGEST_TIMEOUT) > 0 ? 0 : Math.max(1, left.toSeconds());
    }

    private static String set(Prefix prefix) {
        return prefix.isIpv4() ? IPV4 : IPV6;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void restore(SystemCommand.Input script) {
        command()
                .mustDo(
                        out -> {
                            java.io.BufferedOutputStream buffered = new java.io.BufferedOutputStream(out);
                            script.to(buffered);
                            buffered.flush();
                        },
                        "restore");
    }

    private SystemCommand command() {
        if (ipset == null) {
            throw new BlockerException("The program ipset is missing. Install it with: apt install ipset");
        }
        return ipset;
    }
}
