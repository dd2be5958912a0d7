package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Messages;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.app.response.ResponseRooms;
import io.rempart.events.decision.Target;
import io.rempart.response.block.Blocker;
import io.rempart.response.block.BlockerServer;
import io.rempart.response.block.DryRunBlocker;
import io.rempart.response.block.Enforcer;
import io.rempart.response.block.FirewalldBlocker;
import io.rempart.response.block.IpsetBlocker;
import io.rempart.response.block.NftablesBlocker;
import io.rempart.response.block.SystemCommand;
import io.rempart.response.guard.AllGuards;
import io.rempart.response.guard.AllowList;
import io.rempart.response.guard.HostGuards;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code rempart blocker}: the process that alone changes the firewall. It opens no database and no port; what its machine needs
 * is guarded here again, whatever it is told.
 */
@Command(name = "blocker", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BlockerCommand implements Callable<Integer> {
    private static final Duration MOST_INTERVAL = Duration.ofMinutes(1);

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = GivenConfiguration.of(spec);
        Clock clock = Clock.systemUTC();
        Blocker driver = driver(configuration.text(ConfigurationKey.BLOCKER_DRIVER), clock);
        driver.problem().ifPresent(problem -> {
            throw new CommandProblem(problem);
        });
        Path socket = ResponseRooms.socket(configuration);
        Path state = configuration.path(ConfigurationKey.BLOCKER_STATE);
        if (state == null) {
            throw new ConfigurationProblem("blocker.state: a directory is needed, such as /var/lib/rempart-blocker");
        }
        Duration interval = ResponseRooms.duration(configuration, ConfigurationKey.BLOCKER_LOOK_INTERVAL);
        if (interval.compareTo(MOST_INTERVAL) > 0) {
            throw new ConfigurationProblem("blocker.look-interval: a minute at most is possible");
        }
        List<Target> allowed = ResponseRooms.configuredAllowList(configuration);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (AllowList allowList = new AllowList(() -> allowed)) {
            // The names must be known before the first block, which may be a restored one.
            allowList.lookUpNow(Duration.ofSeconds(3));
            Enforcer enforcer = new Enforcer(
                    driver,
                    new AllGuards(List.of(new HostGuards(), ResponseRooms.trustedProxies(configuration), allowList)),
                    clock,
                    SystemCommand::find);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stop.countDown();
                                try {
                                    stopped.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "rempart-stop"));
            try (BlockerServer server = BlockerServer.start(
                    enforcer,
                    state,
                    socket,
                    Set.copyOf(configuration.texts(ConfigurationKey.BLOCKER_USERS)),
                    interval)) {
                spec.commandLine().getOut().println(Messages.text("blocker.running", driver.name(), socket));
                spec.commandLine().getOut().flush();
                stop.await();
            }
        } finally {
            stopped.countDown();
        }
        return ExitCode.OK;
    }

    private static Blocker driver(String name, Clock clock) {
        return switch (name) {
            case "nftables" -> new NftablesBlocker(clock, SystemCommand::find);
            case "iptables" -> new IpsetBlocker(clock, SystemCommand::find);
            case "firewalld" -> new FirewalldBlocker(clock, SystemCommand::find);
            case "dry-run" -> new DryRunBlocker();
            default -> throw new ConfigurationProblem(Messages.text("blocker.driver.unknown", name));
        };
    }
}
