package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Drops with iptables and ip6tables what is in two sets of ipset, for machines whose firewall is made with iptables. The rules
 * stand first in PREROUTING of the table raw: before connection tracking and before Docker's DNAT.
 */
public final class IpsetBlocker implements Blocker {
    private final IpsetSets sets;
    private final List<RawRule> rules;

    public IpsetBlocker(Clock clock, SystemCommand.Finder programs) {
        this.sets = new IpsetSets(clock, programs);
        this.rules = RawRule.both(programs);
    }

    @Override
    public String name() {
        return "iptables";
    }

    @Override
    public Optional<String> problem() {
        if (rules.size() < 2) {
            return Optional.of(
                    "The programs iptables and ip6tables are missing. Install them with: apt install iptables");
        }
        return sets.problem();
    }

    @Override
    public void change(Collection<Element> added, Collection<Prefix> removed) {
        sets.change(added, removed);
    }

    @Override
    public void swap(Collection<Element> wanted) {
        sets.swap(wanted);
        for (RawRule rule : rules) {
            if (!rule.isThere()) {
                rule.insertFirst();
            }
        }
    }

    @Override
    public Enforced read() {
        return sets.enforced(rules);
    }

    @Override
    public void release() {
        rules.forEach(RawRule::delete);
        sets.destroy();
    }
}
