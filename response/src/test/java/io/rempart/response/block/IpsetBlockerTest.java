package io.rempart.response.block;

import java.time.Clock;

class IpsetBlockerTest extends BlockerContract {
    @Override
    protected Blocker driver(Clock clock, SystemCommand.Finder programs) {
        return new IpsetBlocker(clock, programs);
    }

    @Override
    protected void flush() {
        lab.in(lab.server(), "iptables", "-t", "raw", "-F");
        lab.in(lab.server(), "ip6tables", "-t", "raw", "-F");
    }
}
