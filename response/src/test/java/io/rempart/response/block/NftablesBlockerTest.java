package io.rempart.response.block;

import java.time.Clock;

class NftablesBlockerTest extends BlockerContract {
    @Override
    protected Blocker driver(Clock clock, SystemCommand.Finder programs) {
        return new NftablesBlocker(clock, programs);
    }

    @Override
    protected void flush() {
        lab.in(lab.server(), "nft", "flush", "ruleset");
        // That took the lab's own forwarding away as well.
        lab.forward();
    }
}
