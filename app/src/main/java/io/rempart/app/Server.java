package io.rempart.app;

import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.app.response.AbuseIpdbReputation;
import io.rempart.app.response.ConfiguredNotifications;
import io.rempart.app.response.FeedRooms;
import io.rempart.app.response.FirewallCountermeasures;
import io.rempart.app.response.FirewallFeed;
import io.rempart.app.response.NotifyRooms;
import io.rempart.app.response.ReportCountermeasures;
import io.rempart.app.response.ReportOutbox;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.app.response.SwitchedPolicies;
import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleServer;
import io.rempart.console.ConsoleSettings;
import io.rempart.console.Countermeasures;
import io.rempart.console.LogReport;
import io.rempart.console.security.SecondFactorRule;
import io.rempart.console.security.SecuritySettings;
import io.rempart.console.security.oidc.OidcSettings;
import io.rempart.events.ingest.Ingest;
import io.rempart.events.ingest.LogSource;
import io.rempart.response.decision.FirewallKeeper;
import io.rempart.response.report.FalsePositives;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code rempart serve} runs: follower, console, upkeep; closed in the reverse order. */
public final class Server implements AutoCloseable {
    private final List<LogSource> logSources;
    private final Ingest ingest;
    private final ConsoleServer console;
    private final Upkeep upkeep;
    private final ResponseRooms response;
    private final @Nullable FirewallKeeper keeper;
    private final @Nullable ReportRooms reports;
    private final FeedRooms feeds;
    private final NotifyRooms notify;
    private final FalsePositives falsePositives;

    private Server(
            List<LogSource> logSources,
            Ingest ingest,
            ConsoleServer console,
            Upkeep upkeep,
            ResponseRooms response,
            @Nullable FirewallKeeper keeper,
            @Nullable ReportRooms reports,
            FeedRooms feeds,
            NotifyRooms notify,
            FalsePositives falsePositives) {
        this.logSources = logSources;
        this.ingest = ingest;
        this.console = console;
        this.upkeep = upkeep;
        this.response = response;
        this.keeper = keeper;
        this.reports = reports;
        this.feeds = feeds;
        this.notify = notify;
        this.falsePositives = falsePositives;
    }

    /** Starts everything and returns when the console answers. */
    public static Server start(Installation installation) {
        List<LogSource> logSources = installation.configuration().logSources();
        Ingest ingest =
                new Ingest(logSources, installation.events(), installation.steps(), installation.ingestSettings());
        ResponseRooms response = installation.response();
        ReportRooms reports = installation.reports(response).orElse(null);
        FeedRooms feeds = installation.feeds(response);
        NotifyRooms notify = NotifyRooms.open(installation, installation.notices());
        Countermeasures firewall = new FirewallCountermeasures(
                response.decisions(), installation.configuration().truth(ConfigurationKey.RESPONSE_FIREWALL));
        Countermeasures buttons = reports == null ? firewall : new ReportCountermeasures(firewall, reports);
        ConsoleServer console = ConsoleServer.start(
                settings(installation),
                rooms(installation, ingest, buttons)
                        .withDecisions(installation.decisions())
                        .withFeed(new FirewallFeed(
                                installation.dataDirectory(), installation.decisions(), feeds, response))
                        .withPolicies(new SwitchedPolicies(response))
                        .withFlow(ingest::figures)
                        .withReports(
                                installation.reports(),
                                Optional.ofNullable(reports).map(ReportOutbox::new))
                        .withNotifications(new ConfiguredNotifications(notify))
                        .withReputation(
                                Optional.ofNullable(reports).map(rooms -> new AbuseIpdbReputation(rooms.reporter()))));
        response.watchSessions(console.signedIn()::now);
        ingest.start();
        Upkeep upkeep = new Upkeep(installation);
        upkeep.start();
        FirewallKeeper keeper = response.keeper(feeds);
        if (keeper != null) {
            keeper.start();
        }
        response.policyRunner().start();
        if (reports != null) {
            reports.start();
        }
        feeds.start();
        FalsePositives falsePositives = new FalsePositives(
                installation.events(),
                response.decisions(),
                reports == null ? null : reports.reporter(),
                installation.accounts(),
                Clock.systemUTC());
        falsePositives.start();
        notify.start(
                response.decisions(),
                reports,
                () -> LogReport.all(installation.events().ledger(), ingest.status()),
                List.of(feeds::conditions));
        return new Server(
                logSources, ingest, console, upkeep, response, keeper, reports, feeds, notify, falsePositives);
    }

    private static ConsoleRooms rooms(Installation installation, Ingest ingest, Countermeasures buttons) {
        EventReader reader = installation.eventReader();
        return new ConsoleRooms(
                installation.events(),
                installation.incidents(),
                installation.statistics(),
                installation.accounts(),
                reader::read,
                () -> LogReport.all(installation.events().ledger(), ingest.status()),
                buttons);
    }

    private static ConsoleSettings settings(Installation installation) {
        String language = installation.configuration().text(ConfigurationKey.CONSOLE_LANGUAGE);
        return ConsoleSettings.inDirectory(installation.dataDirectory())
                .withAddress(
                        installation.configuration().text(ConfigurationKey.CONSOLE_HOST),
                        installation.configuration().number(ConfigurationKey.CONSOLE_PORT))
                .withLanguage(language.equals("fr") ? Locale.FRENCH : Locale.ENGLISH, ZoneId.systemDefault())
                // A page answers within 200 ms: the search gets what is left beside the page itself, and says how far
                // it looked.
                .withTimes(Duration.ofHours(8), Duration.ofMillis(120))
                .withRules(installation.configuration().path(ConfigurationKey.CONSOLE_RULES_DIRECTORY))
                .withSecurity(security(installation.configuration()))
                .withNames(
                        installation.configuration().texts(ConfigurationKey.CONSOLE_ALLOWED_HOSTS),
                        installation.configuration().addresses(ConfigurationKey.CONSOLE_TRUSTED_PROXIES));
    }

    private static SecuritySettings security(Configuration configuration) {
        String rule = configuration.text(ConfigurationKey.CONSOLE_SECOND_FACTOR);
        Path certificate = configuration.path(ConfigurationKey.CONSOLE_TLS_CERTIFICATE);
        Path key = configuration.path(ConfigurationKey.CONSOLE_TLS_KEY);
        if ((certificate == null) != (key == null)) {
            throw new ConfigurationProblem("console.tls: certificate and key belong together; one of them is missing");
        }
        return SecuritySettings.USUAL
                .withSecondFactor(SecondFactorRule.of(rule)
                        .orElseThrow(() -> new ConfigurationProblem("console.second-factor: '" + rule
                                + "' is unknown; possible are optional, required-for-admins, required")))
                .withTls(certificate, key)
                .withPlain(configuration.truth(ConfigurationKey.CONSOLE_ALLOW_PLAIN_HTTP))
                .withDemo(configuration.truth(ConfigurationKey.CONSOLE_DEMO))
                .withMetricsOnLoopbackOnly(configuration.truth(ConfigurationKey.CONSOLE_METRICS_LOOPBACK_ONLY))
                .withOidc(oidc(configuration));
    }

    private static @Nullable OidcSettings oidc(Configuration configuration) {
        String issuer = configuration.text(ConfigurationKey.CONSOLE_OIDC_ISSUER);
        if (issuer.isEmpty()) {
            if (!configuration.text(ConfigurationKey.CONSOLE_OIDC_CLIENT_ID).isEmpty()) {
                throw new ConfigurationProblem("console.oidc: client-id is given, and issuer is missing");
            }
            return null;
        }
        Path secretFile = configuration.path(ConfigurationKey.CONSOLE_OIDC_CLIENT_SECRET_FILE);
        if (secretFile != null && !Files.isReadable(secretFile)) {
            throw new ConfigurationProblem("console.oidc.client-secret-file: " + secretFile + " can't be read");
        }
        try {
            return new OidcSettings(
                    issuer,
                    configuration.text(ConfigurationKey.CONSOLE_OIDC_CLIENT_ID),
                    secretFile,
                    configuration.text(ConfigurationKey.CONSOLE_OIDC_NAME),
                    configuration.texts(ConfigurationKey.CONSOLE_OIDC_SCOPES),
                    configuration.text(ConfigurationKey.CONSOLE_OIDC_ROLE_CLAIM),
                    configuration.texts(ConfigurationKey.CONSOLE_OIDC_ADMINS),
                    configuration.texts(ConfigurationKey.CONSOLE_OIDC_ANALYSTS),
                    configuration.texts(ConfigurationKey.CONSOLE_OIDC_VIEWERS),
                    configuration.texts(ConfigurationKey.CONSOLE_OIDC_ALLOWED));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationProblem(String.valueOf(e.getMessage()));
        }
    }

    /** Tells in the terminal where the console is, and how to create the first account. */
    public void introduce(PrintWriter out) {
        for (LogSource source : logSources) {
            out.println(Messages.text(
                    "serve.following", TerminalText.safe(source.path().toString())));
        }
        if (logSources.isEmpty()) {
            out.println(Messages.text("serve.no-logs"));
        }
        out.println(Messages.text("serve.running", console.address()));
        console.setupLink().ifPresent(link -> out.println(Messages.text("serve.set-up", link)));
        out.flush();
    }

    @Override
    public void close() {
        notify.close();
        falsePositives.close();
        if (reports != null) {
            reports.close();
        }
        if (keeper != null) {
            keeper.close();
        }
        feeds.close();
        upkeep.close();
        console.close();
        ingest.close();
        response.close();
    }
}
