package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drops through firewalld's direct interface what is in two sets of ipset. A zone would not do: firewalld accepts established
 * connections, and what Docker forwards, before it looks at zones; a direct rule in PREROUTING of the table raw comes before
 * both. The rule is of the running configuration only, since a permanent one would name sets that do not exist when the machine
 * starts; after a reload of firewalld it is missing, and the next look puts it back.
 */
public final class FirewalldBlocker implements Blocker {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final IpsetSets sets;
    private final List<RawRule> rules;
    private final @Nullable SystemCommand firewalld;

    public FirewalldBlocker(Clock clock, SystemCommand.Finder programs) {
        this.sets = new IpsetSets(clock, programs);
        this.rules = RawRule.both(programs);
        this.firewalld = programs.find("firewall-cmd", LIMIT).orElse(null);
    }

    @Override
    public String name() {
        return "firewalld";
    }

    @Override
    public Optional<String> problem() {
        if (firewalld == null) {
            return Optional.of("The program firewall-cmd is missing. Install it with: apt install firewalld");
        }
        if (rules.size() < 2) {
            return Optional.of(
                    "The programs iptables and ip6tables are missing. Install them with: apt install iptables");
        }
        SystemCommand.Result state = firewalld.run("--state");
        return state.isDone()
                ? sets.problem()
                : Optional.of("firewalld does not run, or may not be spoken to ("
                        + IpsetSets.firstLine(state.complaint() + state.answer()) + ").");
    }

    @Override
    public void change(Collection<Element> added, Collection<Prefix> removed) {
        sets.change(added, removed);
    }

    @Override
    public void swap(Collection<Element> wanted) {
        sets.swap(wanted);
        for (RawRule rule : rules) {
            if (rule.isThere()) {
                continue;
            }
            if (direct("--query-rule", rule).isDone()) {
                // Another program took away what firewalld believes in: it refuses to add it, and to remove it.
                rule.insertFirst();
                continue;
            }
            SystemCommand.Result added = direct("--add-rule", rule);
            if (!added.isDone()) {
                throw new BlockerException("firewalld refuses the rule for " + rule.set() + ": "
                        + IpsetSets.firstLine(added.complaint() + added.answer()));
            }
        }
    }

    private SystemCommand.Result direct(String verb, RawRule rule) {
        if (firewalld == null) {
            throw new BlockerException("The program firewall-cmd is missing. Install it with: apt install firewalld");
        }
        List<String> arguments = new ArrayList<>(
                List.of("--direct", verb, rule.isIpv4() ? "ipv4" : "ipv6", "raw", "PREROUTING", "-100"));
        arguments.addAll(rule.match());
        return firewalld.run(arguments.toArray(String[]::new));
    }

    @Override
    public Enforced read() {
        // The kernel is asked, not firewalld, which tells what it once did.
        return sets.enforced(rules);
    }

    @Override
    public void release() {
        rules.forEach(rule -> direct("--remove-rule", rule));
        rules.forEach(RawRule::delete);
        sets.destroy();
    }
}
