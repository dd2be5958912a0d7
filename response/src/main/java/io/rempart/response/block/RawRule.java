package io.rempart.response.block;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rule of one family in PREROUTING of the table raw that drops what is in a set of ipset, as iptables sees it. */
record RawRule(SystemCommand iptables, String set) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Both families' rules; fewer where the programs are missing. */
    static List<RawRule> both(SystemCommand.Finder programs) {
        List<RawRule> rules = new ArrayList<>();
        programs.find("iptables", LIMIT).ifPresent(found -> rules.add(new RawRule(found, IpsetSets.IPV4)));
        programs.find("ip6tables", LIMIT).ifPresent(found -> rules.add(new RawRule(found, IpsetSets.IPV6)));
        return List.copyOf(rules);
    }

    boolean isIpv4() {
        return set.equals(IpsetSets.IPV4);
    }

    /** Whether the kernel has it. */
    boolean isThere() {
        return run("-C").isDone();
    }

    void insertFirst() {
        SystemCommand.Result inserted = run("-I", "1");
        if (!inserted.isDone()) {
            throw new BlockerException(
                    "iptables refuses the rule for " + set + ": " + IpsetSets.firstLine(inserted.complaint()));
        }
    }

    void delete() {
        run("-D");
    }

    private SystemCommand.Result run(String verb, String... position) {
        List<String> arguments = new ArrayList<>(List.of("-w", "-t", "raw", verb, "PREROUTING"));
        arguments.addAll(List.of(position));
        arguments.addAll(match());
        return iptables.run(arguments.toArray(String[]::new));
    }

    /** What it matches and does, in iptables' words. */
    List<String> match() {
        return List.of("-m", "set", "--match-set", set, "src", "-j", "DROP");
    }
}
