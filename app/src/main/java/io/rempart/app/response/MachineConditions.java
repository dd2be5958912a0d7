package io.rempart.app.response;

import io.rempart.app.Installation;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.events.notice.Notice.Level;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Firewall;
import io.rempart.response.notify.Condition;
import io.rempart.response.notify.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is wrong with the machine: the blocker does not answer, the firewall is not as it should be, the disk is nearly full. */
final class MachineConditions implements Supplier<List<Condition>> {
    /** Told at so many times the space below which reading stops, so that there is time to act. */
    private static final int EARLIER = 4;

    private final Path data;
    private final long stopsBelow;
    private final boolean touchesFirewall;
    private final Decisions decisions;

    MachineConditions(Installation installation, boolean touchesFirewall, Decisions decisions) {
        Long free = installation.configuration().size(ConfigurationKey.FOLLOW_FREE_SPACE);
        this.data = installation.dataDirectory();
        this.stopsBelow = free == null ? 0 : free;
        this.touchesFirewall = touchesFirewall;
        this.decisions = decisions;
    }

    @Override
    public List<Condition> get() {
        List<Condition> conditions = new ArrayList<>();
        if (touchesFirewall) {
            Firewall firewall = decisions.firewall();
            FirewallStatus status = firewall.status();
            if (status == null) {
                conditions.add(Condition.of(Topic.BLOCKER, Level.CRITICAL, "blocker", firewall.problem()));
            } else if (!status.problem().isEmpty()) {
                conditions.add(Condition.of(Topic.BLOCKER, Level.CRITICAL, "firewall", status.problem()));
            }
        }
        try {
            long left = Files.getFileStore(data).getUsableSpace();
            if (left < EARLIER * stopsBelow) {
                conditions.add(Condition.of(Topic.DISK_LOW, Level.CRITICAL, "disk", left >> 20, data.toString()));
            }
        } catch (IOException e) {
            // The reader says that the data can't be written.
        }
        return conditions;
    }
}
