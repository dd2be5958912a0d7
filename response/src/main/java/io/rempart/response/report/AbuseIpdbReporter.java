package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.events.report.ReportStore.Kept;
import io.rempart.events.report.ReportStore.NewReport;
import io.rempart.events.report.ReportStore.Usage;
import io.rempart.response.report.ReportProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@link Reporter} of AbuseIPDB. Its outbox makes a pass every half a minute once {@link #start}ed. */
public final class AbuseIpdbReporter implements Reporter, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AbuseIpdbReporter.class.getName());
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);
    private static final int PASS_SECONDS = 30;
    private static final String CONSONANTS = "bcdfghjklmnpqrstvwxz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ReportStore store;
    private final AbuseIpdbSettings settings;
    private final AbuseIpdbClient client;
    private final Allowance allowance;
    private final ReportRules rules;
    private final Outbox outbox;
    private @Nullable ScheduledExecutorService thread;

    public AbuseIpdbReporter(ReportStore store, AbuseIpdbSettings settings) {
        this.store = store;
        this.settings = settings;
        this.client = new AbuseIpdbClient(settings.base(), settings.key(), settings.clock(), settings.patience());
        this.allowance = new Allowance(store, settings.plan(), settings.clock());
        this.rules = new ReportRules(store, settings.isOurs());
        this.outbox = new Outbox(store, client, allowance, rules, settings.clock());
    }

    /** Begins to send, in a thread of its own. */
    public synchronized void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread sender = new Thread(task, "rempart-reports");
                sender.setDaemon(true);
                return sender;
            });
            thread.scheduleWithFixedDelay(this::passSafely, 5, PASS_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void passSafely() {
        try {
            pass();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "reports wait for the next pass: {0}",
                    e.getClass().getSimpleName());
        }
    }

    /** One pass of the outbox, now. Called by one thread at a time. */
    public void pass() {
        outbox.run();
    }

    // ---- drafts

    @Override
    public Draft draft(Observed observed) {
        Instant now = settings.clock().instant();
        SortedSet<Integer> categories = ReportCategories.of(observed.sourceClass(), observed.ruleIds());
        if (categories.isEmpty()) {
            return new Draft(
                    categories,
                    "",
                    "",
                    Optional.of(
                            new ReportProblem(Kind.CLASS, observed.sourceClass().key())));
        }
        String reference = reference();
        String comment = ReportComment.of(observed, reference, lint());
        Optional<ReportProblem> problem = rules.refusal(observed.address(), observed.last(), now)
                .or(() -> lint().problem(comment, observed.address()));
        return new Draft(categories, comment, reference, problem);
    }

    @Override
    public void check(Draft draft, IPAddress address) {
        check(address, draft.categories(), draft.comment());
    }

    @Override
    public Report submit(Observed observed, Draft draft, String author, boolean held) {
        Instant now = settings.clock().instant();
        if (draft.problem().isPresent()) {
            throw draft.problem().get();
        }
        check(observed.address(), draft.categories(), draft.comment());
        for (Report other : store.ofAddress(observed.address(), 20)) {
            if (other.isPending()) {
                Report more = other.saying(
                                draft.categories(), draft.comment().replace(draft.reference(), other.reference()))
                        .telling(
                                Math.max(other.events(), observed.requests()),
                                later(other.observedAt(), observed.last()));
                Optional<Report> merged = store.change(more);
                if (merged.isPresent()) {
                    return merged.get();
                }
            }
        }
        Instant notBefore = later(now, rules.notBefore(observed.address()));
        return store.add(new NewReport(
                observed.address(),
                draft.categories(),
                draft.comment(),
                draft.reference(),
                observed.last(),
                observed.requests(),
                author,
                held ? State.HELD : State.QUEUED,
                now,
                notBefore,
                ""));
    }

    @Override
    public Report approve(long id) {
        Report report = pending(id);
        check(report.address(), report.categories(), report.comment());
        Instant now = settings.clock().instant();
        return changed(report.in(State.QUEUED, later(now, rules.notBefore(report.address())), ""));
    }

    @Override
    public Report hold(long id) {
        Report report = pending(id);
        return changed(report.in(State.HELD, report.notBefore(), ""));
    }

    @Override
    public Report edit(long id, SortedSet<Integer> categories, String comment) {
        Report report = pending(id);
        String line = line(comment);
        String whole = line.contains(report.reference()) ? line : line + " Ref " + report.reference();
        check(report.address(), categories, whole);
        return changed(report.saying(categories, whole));
    }

    @Override
    public Report withdraw(long id) {
        return changed(pending(id).in(State.WITHDRAWN, settings.clock().instant(), ""));
    }

    @Override
    public int retract(IPAddress address) {
        Instant now = settings.clock().instant();
        int changed = 0;
        boolean asked = false;
        for (Report report : store.ofAddress(address, 1_000)) {
            if (report.isPending()) {
                changed += store.change(report.in(State.WITHDRAWN, now, "")).isPresent() ? 1 : 0;
            } else if (mayHaveArrived(report) && !asked) {
                // One request deletes all our reports of an address.
                asked = store.change(report.in(State.RETRACTING, now, "")).isPresent();
                changed += asked ? 1 : 0;
            } else if (report.state() == State.RETRACTING) {
                asked = true;
            }
        }
        return changed;
    }

    private static boolean mayHaveArrived(Report report) {
        return report.state() == State.SENT || report.state() == State.SENDING || report.state() == State.UNCERTAIN;
    }

    private void check(IPAddress address, SortedSet<Integer> categories, String comment) {
        if (!ReportCategories.mayBeReported(categories)) {
            throw new ReportProblem(Kind.CATEGORIES);
        }
        if (comment.getBytes(StandardCharsets.UTF_8).length > AbuseIpdbClient.LONGEST_COMMENT_BYTES) {
            throw new ReportProblem(Kind.TOO_LONG);
        }
        lint().problem(comment, address).ifPresent(problem -> {
            throw problem;
        });
    }

    private Report pending(long id) {
        Report report = store.report(id).orElseThrow(() -> new ReportProblem(Kind.UNKNOWN, Long.toString(id)));
        if (!report.isPending()) {
            throw new ReportProblem(Kind.NOT_PENDING, Long.toString(id));
        }
        return report;
    }

    private Report changed(Report report) {
        return store.change(report).orElseThrow(() -> new ReportProblem(Kind.CHANGED, Long.toString(report.id())));
    }

    private PrivacyLint lint() {
        return new PrivacyLint(
                settings.ownNames().get(), settings.ownAddresses().get());
    }

    private static String line(String comment) {
        return comment.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Letters without vowels: no word, no number, and so nothing that looks like one to whoever checks comments. */
    private static String reference() {
        return RANDOM.ints(10, 0, CONSONANTS.length())
                .mapToObj(i -> String.valueOf(CONSONANTS.charAt(i)))
                .collect(Collectors.joining());
    }

    // ---- looking up

    @Override
    public LookUp check(IPAddress address) {
        return lookUp(Endpoint.CHECK, address.toCanonicalString(), () -> client.check(address, 90, false));
    }

    @Override
    public LookUp checkBlock(IPAddress network) {
        return lookUp(
                Endpoint.CHECK_BLOCK,
                network.toPrefixBlock().toCanonicalString(),
                () -> client.checkBlock(network, 30));
    }

    @Override
    public LookUp kept(IPAddress address) {
        return kept(key(Endpoint.CHECK, address.toCanonicalString()));
    }

    @Override
    public LookUp keptOfBlock(IPAddress network) {
        return kept(key(Endpoint.CHECK_BLOCK, network.toPrefixBlock().toCanonicalString()));
    }

    private LookUp kept(String key) {
        Optional<Kept> kept = store.kept(key);
        return new LookUp(kept.map(Kept::answer), kept.map(Kept::at), "");
    }

    private static String key(Endpoint endpoint, String subject) {
        return endpoint.path() + " " + subject;
    }

    private interface Asking {
        Answer ask();
    }

    private LookUp lookUp(Endpoint endpoint, String subject, Asking asking) {
        Instant now = settings.clock().instant();
        String key = key(endpoint, subject);
        Optional<Kept> kept = store.kept(key);
        if (kept.isPresent() && kept.get().at().isAfter(now.minus(settings.keeps()))) {
            return new LookUp(
                    Optional.of(kept.get().answer()), Optional.of(kept.get().at()), "");
        }
        String why;
        if (allowance.left(endpoint) == 0) {
            why = "Today's allowance of AbuseIPDB is used up, or the service asked to wait. "
                    + allowance.usage(endpoint).why();
        } else {
            allowance.use(endpoint);
            Answer answer = asking.ask();
            if (answer instanceof Answer.Done done) {
                store.keep(new Kept(key, done.body(), now));
                return new LookUp(Optional.of(done.body()), Optional.of(now), "");
            }
            outbox.settle(endpoint, answer);
            why = answer.why();
        }
        return new LookUp(kept.map(Kept::answer), kept.map(Kept::at), why.strip());
    }

    @Override
    public Standing standing() {
        Usage usage = allowance.usage(Endpoint.REPORT);
        boolean paused = settings.clock().instant().isBefore(usage.pausedUntil());
        return new Standing(
                store.count(State.HELD),
                store.count(State.QUEUED),
                store.count(State.UNCERTAIN) + store.count(State.SENDING),
                store.count(State.SENT),
                usage.used(),
                settings.plan().daily(Endpoint.REPORT),
                paused ? Optional.of(usage.pausedUntil()) : Optional.empty(),
                paused ? usage.why() : "");
    }

    @Override
    public Optional<String> keyRefusal() {
        Instant now = settings.clock().instant();
        // A refused key pauses every endpoint, with the same words; nothing else does.
        Usage report = allowance.usage(Endpoint.REPORT);
        Usage clear = allowance.usage(Endpoint.CLEAR_ADDRESS);
        return now.isBefore(report.pausedUntil())
                        && report.pausedUntil().equals(clear.pausedUntil())
                        && report.why().equals(clear.why())
                ? Optional.of(report.why())
                : Optional.empty();
    }

    @Override
    public List<Report> history(@Nullable Long beforeId, int limit) {
        return store.history(beforeId, limit);
    }

    @Override
    public List<Report> ofAddress(IPAddress address, int limit) {
        return store.ofAddress(address, limit);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            outbox.stop();
            thread.shutdown();
            try {
                // A request under way is worth waiting for: else its report has to be asked for after the next start.
                if (!thread.awaitTermination(CLOSES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    thread.shutdownNow();
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
