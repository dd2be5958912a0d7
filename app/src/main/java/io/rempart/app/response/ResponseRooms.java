package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.app.config.PolicyReader;
import io.rempart.events.account.AccountStore;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.Position;
import io.rempart.events.decision.Target;
import io.rempart.events.store.EventStore;
import io.rempart.response.block.BlockerClient;
import io.rempart.response.decision.BlockSettings;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.FirewallKeeper;
import io.rempart.response.decision.FirewallSync;
import io.rempart.response.decision.MmdbNetworkDirectory;
import io.rempart.response.decision.NetworkDirectory;
import io.rempart.response.decision.StoredDecisions;
import io.rempart.response.guard.AdministratorGuards;
import io.rempart.response.guard.AllGuards;
import io.rempart.response.guard.AllowList;
import io.rempart.response.guard.CdnGuards;
import io.rempart.response.guard.CrawlerGuards;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.HostGuards;
import io.rempart.response.guard.ListedGuards;
import io.rempart.response.guard.SignedInGuards;
import io.rempart.response.policy.PolicyBook;
import io.rempart.response.policy.PolicyRunner;
import io.rempart.response.policy.PolicySwitches;
import io.rempart.response.policy.Simulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rooms of response as configured: deciding, its guards, and the way to the blocker. Thread-safe. */
public final class ResponseRooms implements AutoCloseable {
    private final DecisionStore store;
    private final AllowList allowList;
    private final Decisions decisions;
    private final @Nullable FirewallSync sync;
    private final @Nullable BlockerClient blocker;
    private final GuardSource guards;
    private final NetworkDirectory networks;
    private final PolicyBook policies;
    private final PolicySwitches switches;
    private final Simulator simulator;
    private final PolicyRunner runner;
    private final SignedInGuards signedIn;

    private ResponseRooms(
            DecisionStore store,
            AllowList allowList,
            Decisions decisions,
            @Nullable FirewallSync sync,
            @Nullable BlockerClient blocker,
            GuardSource guards,
            NetworkDirectory networks,
            PolicyBook policies,
            PolicySwitches switches,
            Simulator simulator,
            PolicyRunner runner,
            SignedInGuards signedIn) {
        this.store = store;
        this.allowList = allowList;
        this.decisions = decisions;
        this.sync = sync;
        this.blocker = blocker;
        this.guards = guards;
        this.networks = networks;
        this.policies = policies;
        this.switches = switches;
        this.simulator = simulator;
        this.runner = runner;
        this.signedIn = signedIn;
    }

    public static ResponseRooms open(
            Configuration configuration, EventStore events, AccountStore accounts, DecisionStore store) {
        Clock clock = Clock.systemUTC();
        AllowList allowList = new AllowList(allowed(configuration, store));
        SignedInGuards signedIn = new SignedInGuards();
        GuardSource told = new AllGuards(List.of(
                trustedProxies(configuration),
                allowList,
                new AdministratorGuards(accounts, clock),
                signedIn,
                new CrawlerGuards(events, clock),
                new CdnGuards(events, configuration.addresses(ConfigurationKey.RESPONSE_CDN_RANGES), clock)));
        MmdbNetworkDirectory networks = new MmdbNetworkDirectory(
                configuration.path(ConfigurationKey.GEOIP_CITY), configuration.path(ConfigurationKey.GEOIP_ASN));
        BlockerClient blocker = configuration.truth(ConfigurationKey.RESPONSE_FIREWALL)
                ? new BlockerClient(socket(configuration))
                : null;
        FirewallSync sync = blocker == null ? null : new FirewallSync(store, blocker, told, networks, clock);
        GuardSource guards = new AllGuards(List.of(new HostGuards(), told));
        Decisions decisions =
                new StoredDecisions(store, events, guards, networks, settings(configuration), sync, blocker, clock);
        PolicyBook policies = PolicyReader.read(configuration.path(ConfigurationKey.RESPONSE_POLICIES));
        PolicySwitches switches = new PolicySwitches(events, clock);
        return new ResponseRooms(
                store,
                allowList,
                decisions,
                sync,
                blocker,
                guards,
                networks,
                policies,
                switches,
                new Simulator(events, guards, clock),
                new PolicyRunner(policies, switches, events, accounts, decisions, clock),
                signedIn);
    }

    public static Path socket(Configuration configuration) {
        Path socket = configuration.path(ConfigurationKey.BLOCKER_SOCKET);
        if (socket == null) {
            throw new ConfigurationProblem("blocker.socket: a path is needed, such as /run/rempart/blocker.sock");
        }
        return socket;
    }

    /** Guards the addresses of live sessions from now on. */
    public void watchSessions(Supplier<? extends Collection<IPAddress>> addresses) {
        signedIn.watch(addresses);
    }

    /** Proxies of every log source and of the console. */
    public static ListedGuards trustedProxies(Configuration configuration) {
        List<IPAddress> proxies = new ArrayList<>(configuration.addresses(ConfigurationKey.TRUSTED_PROXIES));
        proxies.addAll(configuration.addresses(ConfigurationKey.CONSOLE_TRUSTED_PROXIES));
        configuration.logSources().forEach(source -> proxies.addAll(source.trustedProxies()));
        return ListedGuards.of(Guard.TRUSTED_PROXY, proxies, "");
    }

    /** The allow list of the configuration. */
    public static List<Target> configuredAllowList(Configuration configuration) {
        List<Target> targets = new ArrayList<>();
        for (String text : configuration.texts(ConfigurationKey.RESPONSE_ALLOW_LIST)) {
            Target target = Target.of(text)
                    .filter(t -> t instanceof Target.Range || t instanceof Target.Name)
                    .orElseThrow(() -> new ConfigurationProblem("response.allow-list: '" + text
                            + "': expected an address, a range or a host name, such as 192.0.2.7 or home.example.org"));
            targets.add(target instanceof Target.Range range ? range.widened() : target);
        }
        return List.copyOf(targets);
    }

    /** What is configured and what was decided; the store is asked again when a decision changed, or after a minute. */
    private static Supplier<List<Target>> allowed(Configuration configuration, DecisionStore store) {
        List<Target> configured = configuredAllowList(configuration);
        return new Supplier<>() {
            private List<Target> known = configured;
            private @Nullable Position position;
            private Instant again = Instant.MIN;

            @Override
            public synchronized List<Target> get() {
                Position current = store.position();
                Instant now = Instant.now();
                if (!current.equals(position) || now.isAfter(again)) {
                    List<Target> targets = new ArrayList<>(configured);
                    store.allowed(now).stream().map(Decision::target).forEach(targets::add);
                    known = List.copyOf(targets);
                    position = current;
                    again = now.plusSeconds(60);
                }
                return known;
            }
        };
    }

    private static BlockSettings settings(Configuration configuration) {
        for (int factor : configuration.numbers(ConfigurationKey.RESPONSE_ESCALATION)) {
            if (factor < 1) {
                throw new ConfigurationProblem("response.escalation: " + factor + ": numbers from 1 are possible");
            }
        }
        return new BlockSettings(
                configuration.duration(ConfigurationKey.RESPONSE_BLOCK_FOR),
                configuration.numbers(ConfigurationKey.RESPONSE_ESCALATION),
                duration(configuration, ConfigurationKey.RESPONSE_ESCALATION_MEMORY),
                duration(configuration, ConfigurationKey.RESPONSE_LOOK_BACK));
    }

    public static Duration duration(Configuration configuration, ConfigurationKey key) {
        Duration duration = configuration.duration(key);
        if (duration == null || duration.isZero()) {
            throw new ConfigurationProblem(key.key() + ": a duration is needed, such as " + key.defaultText());
        }
        return duration;
    }

    public Decisions decisions() {
        return decisions;
    }

    public PolicyBook policies() {
        return policies;
    }

    public PolicySwitches switches() {
        return switches;
    }

    public Simulator simulator() {
        return simulator;
    }

    /** Applies the policies once it is started; closed with these rooms. */
    public PolicyRunner policyRunner() {
        return runner;
    }

    /** Looks the names of the allow list up before something is decided. */
    public void lookUpNames() {
        allowList.lookUpNow(Duration.ofSeconds(3));
    }

    /** Everything that must not be blocked, this machine's needs included. */
    public GuardSource guards() {
        return guards;
    }

    public NetworkDirectory networks() {
        return networks;
    }

    /** Tells the blocker what is decided and guarded, if it does not know. */
    void carry() {
        if (sync != null) {
            sync.sync();
        }
    }

    /** The way to the blocker; empty when no firewall is to be touched. */
    Optional<BlockerClient> blocker() {
        return Optional.ofNullable(blocker);
    }

    /** Keeps the blocker up to date; null when no firewall is to be touched. */
    public @Nullable FirewallKeeper keeper(FeedRooms feeds) {
        return sync == null
                ? null
                : new FirewallKeeper(store, sync, feeds.sync().orElseThrow());
    }

    @Override
    public void close() {
        runner.close();
        allowList.close();
    }
}
