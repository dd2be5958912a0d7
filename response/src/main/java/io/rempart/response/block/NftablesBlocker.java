package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Drops in the kernel's nftables, in a table of our own ({@code inet rempart}), through {@code nft -j}.
 *
 * <p><b>One set for each length of prefix.</b> {@code v4_24} holds the first addresses of the /24s, and a rule asks it for the
 * source masked to 24 bits. An interval set would hold all ranges at once, but before it adds one element {@code nft} reads
 * back every interval set of the machine: with 100,000 elements 3 s for each block (nft 1.0.6), where a set without intervals
 * takes 10 ms. It also frees us from overlaps: a /24 and an address inside it are two elements that know nothing of each other,
 * each with its own counter. A range is split into prefixes before it comes here ({@code AddressSet}).
 *
 * <p><b>The hook</b> is prerouting at priority {@value #PRIORITY}: before connection tracking (-200), so that established
 * connections end too, and before destination NAT (-100), so that a port that Docker forwards is covered (peers that hook
 * input are bypassed by it).
 *
 * <p>Every call is one transaction of the kernel: all of it or nothing.
 */
public final class NftablesBlocker implements Blocker {
    static final String TABLE = "rempart";
    static final String CHAIN = "prerouting";
    static final int PRIORITY = -310;
    /** Beyond the end that we keep ourselves, so that the kernel never ends a block before we do. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Longer ones are left to us alone: the kernel counts a time-out in milliseconds of 64 bits, other tools don't. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

    private final Clock clock;
    private final @Nullable SystemCommand nft;
    /** Names of the sets that are in the kernel as far as we know; null when we don't. */
    private @Nullable Set<String> sets;

    public NftablesBlocker(Clock clock, SystemCommand.Finder programs) {
        this.clock = clock;
        this.nft = programs.find("nft", LIMIT).orElse(null);
    }

    @Override
    public String name() {
        return "nftables";
    }

    @Override
    public Optional<String> problem() {
        if (nft == null) {
            return Optional.of("The program nft is missing. Install it with: apt install nftables");
        }
        SystemCommand.Result result = nft.run("-j", "list", "tables");
        return result.isDone()
                ? Optional.empty()
                : Optional.of("nft may not change the firewall ("
                        + result.complaint().lines().findFirst().orElse("no word why")
                        + "). Give this process CAP_NET_ADMIN.");
    }

    @Override
    public void change(Collection<Element> added, Collection<Prefix> removed) {
        Set<String> known = sets;
        if (known == null) {
            throw new BlockerException("What the firewall holds was not read yet.");
        }
        Set<String> after = new HashSet<>(known);
        bySet(added).keySet().forEach(after::add);
        try {
            transaction(json -> {
                for (Prefix missing : shapes(added)) {
                    if (!known.contains(setName(missing))) {
                        NftablesJson.set(json, missing);
                        NftablesJson.rule(json, missing);
                    }
                }
                // Added before it is deleted: so an element that is not there (any more) is no error.
                List<Element> gone = Stream.concat(
                                removed.stream(), added.stream().map(Element::prefix))
                        .filter(prefix -> known.contains(setName(prefix)))
                        .map(prefix -> new Element(prefix, null))
                        .toList();
                bySet(gone).forEach((set, elements) -> NftablesJson.elements(json, "add", set, elements, null));
                bySet(gone).forEach((set, elements) -> NftablesJson.elements(json, "delete", set, elements, null));
                bySet(added)
                        .forEach((set, elements) -> NftablesJson.elements(json, "add", set, elements, this::seconds));
            });
        } catch (BlockerException e) {
            sets = null;
            throw e;
        }
        sets = after;
    }

    @Override
    public void swap(Collection<Element> wanted) {
        sets = null;
        Map<String, List<Element>> bySet = bySet(wanted);
        transaction(json -> {
            // Deleting a table that is not there would be an error: it is added first.
            NftablesJson.table(json, "add");
            NftablesJson.table(json, "delete");
            NftablesJson.table(json, "add");
            NftablesJson.chain(json);
            for (Prefix shape : shapes(wanted)) {
                NftablesJson.set(json, shape);
                NftablesJson.rule(json, shape);
            }
            bySet.forEach((set, elements) -> NftablesJson.elements(json, "add", set, elements, this::seconds));
        });
        sets = new HashSet<>(bySet.keySet());
    }

    @Override
    public Enforced read() {
        NftablesListing listing;
        try {
            // One call: with 100,000 elements even a list of the tables takes nft a second.
            listing = command().read(NftablesListing::read, "-j", "list", "table", "inet", TABLE);
        } catch (BlockerException e) {
            sets = null;
            if (String.valueOf(e.getMessage()).contains("No such file or directory")) {
                return new Enforced(Map.of(), List.of("The table inet " + TABLE + " is gone."));
            }
            throw e;
        }
        Enforced enforced = listing.enforced();
        sets = enforced.flaws().isEmpty() ? new HashSet<>(listing.ruledSets()) : null;
        return enforced;
    }

    @Override
    public void release() {
        sets = null;
        transaction(json -> {
            NftablesJson.table(json, "add");
            NftablesJson.table(json, "delete");
        });
    }

    private interface Commands {
        void to(JsonGenerator json);
    }

    private void transaction(Commands commands) {
        command().mustDo(out -> write(commands, out), "-j", "-f", "-");
    }

    private static void write(Commands commands, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("nftables");
            commands.to(json);
            json.writeEndArray();
            json.writeEndObject();
        }
        out.flush();
    }

    private SystemCommand command() {
        if (nft == null) {
            throw new BlockerException("The program nft is missing. Install it with: apt install nftables");
        }
        return nft;
    }

    /** Seconds the kernel is to keep an element; 0 for ever. */
    private long seconds(Element element) {
        Instant until = element.until();
        if (until == null) {
            return 0;
        }
        Duration left = Duration.between(clock.instant(), until).plus(MARGIN);
        return left.compareTo(LONGEST_TIMEOUT) > 0 ? 0 : Math.max(1, left.toSeconds());
    }

    static String setName(Prefix prefix) {
        return (prefix.isIpv4() ? "v4_" : "v6_") + prefix.familyLength();
    }

    private static Map<String, List<Element>> bySet(Collection<Element> elements) {
        Map<String, List<Element>> bySet = new TreeMap<>();
        for (Element element : elements) {
            bySet.computeIfAbsent(setName(element.prefix()), name -> new java.util.ArrayList<>())
                    .add(element);
        }
        return bySet;
    }

    /** One prefix for each set that is needed, the longest first: a packet is counted where it is known best. */
    private static List<Prefix> shapes(Collection<Element> elements) {
        Map<String, Prefix> shapes = new TreeMap<>();
        for (Element element : elements) {
            shapes.putIfAbsent(setName(element.prefix()), element.prefix());
        }
        return shapes.values().stream()
                .sorted(Comparator.comparingInt(Prefix::length).reversed())
                .toList();
    }
}
