package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.Messages;
import io.rempart.app.command.DecisionText;
import io.rempart.console.Actor;
import io.rempart.console.Countermeasures;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.decision.WhoIsCut;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console's buttons that block and allow. Thread-safe. */
public final class FirewallCountermeasures implements Countermeasures {
    private static final int MOST_HISTORY = 100;
    private static final int MOST_SPARED = 10;
    private static final String RESTORE = "restore-";

    private final Decisions decisions;
    private final boolean touchesFirewall;

    /** @param touchesFirewall false where Rempart is configured to decide only */
    public FirewallCountermeasures(Decisions decisions, boolean touchesFirewall) {
        this.decisions = decisions;
        this.touchesFirewall = touchesFirewall;
    }

    @Override
    public boolean offers(Kind kind) {
        return kind != Kind.REPORT;
    }

    @Override
    public Optional<Standing> standing() {
        FirewallStatus status = decisions.firewall().status();
        return Optional.of(new Standing(
                decisions.countInForce(Decision.Kind.BLOCK), status == null ? 0 : status.enforced(), 0, 0));
    }

    @Override
    public Optional<Firewall> firewall() {
        if (!touchesFirewall) {
            return Optional.empty();
        }
        Decisions.Firewall firewall = decisions.firewall();
        FirewallStatus status = firewall.status();
        return Optional.of(
                status == null
                        ? new Firewall("", 0, 0, 0, null, 0, firewall.problem())
                        : new Firewall(
                                status.driver(),
                                status.wanted(),
                                status.enforced(),
                                status.dropped(),
                                status.lookedAt(),
                                status.repaired(),
                                status.problem()));
    }

    @Override
    public Map<Long, Effect> effects(Collection<Long> ids, Locale language) {
        if (!touchesFirewall || ids.isEmpty()) {
            return Map.of();
        }
        Map<Long, Effect> effects = new HashMap<>();
        decisions.effects(ids).forEach((id, effect) -> {
            String guard = effect.refusedBy();
            effects.put(
                    id,
                    new Effect(
                            effect.dropped().packets(),
                            effect.dropped().bytes(),
                            guard == null ? "" : Messages.in(language, "guard." + guard)));
        });
        return effects;
    }

    @Override
    public List<Entry> history(IPAddress address, Locale language) {
        Instant now = Instant.now();
        return decisions.historyOf(address, MOST_HISTORY).stream()
                .map(decision -> new Entry(
                        decision.kind() == Decision.Kind.BLOCK ? Kind.BLOCK : Kind.ALLOW,
                        decision.target().toText(),
                        decision.createdAt(),
                        decision.endedAt() == null ? decision.endsAt() : decision.endedAt(),
                        decision.author(),
                        decision.reason(),
                        decision.isInForce(now),
                        decision.isInForce(now) ? Long.toString(decision.id()) : ""))
                .toList();
    }

    @Override
    public Preview preview(Order order) {
        Locale language = order.actor().language();
        Target target = widened(order.target());
        List<String> sentences = new ArrayList<>();
        if (order.kind() == Kind.ALLOW) {
            return new Preview(true, sentences);
        }
        Optional<Decisions.Obstacle> obstacle = decisions.obstacle(target);
        if (obstacle.isPresent()) {
            return new Preview(false, List.of(DecisionText.impossible(obstacle.get(), target, language)));
        }
        Optional<GuardedAddresses> refusal =
                decisions.refusal(target, false, order.actor().from());
        if (refusal.isPresent()) {
            return new Preview(
                    false,
                    List.of(Messages.in(
                            language, "block.refused", target.toText(), DecisionText.reason(refusal.get(), language))));
        }
        WhoIsCut cut = decisions.whoIsCut(target, false);
        sentences.add(Messages.in(
                language,
                "cut.head",
                target.toText(),
                cut.period().toDays(),
                cut.sources(),
                cut.events(),
                cut.legitimate()));
        if (!cut.isComplete()) {
            sentences.add(Messages.in(language, "cut.more"));
        }
        cut.spared().stream()
                .limit(MOST_SPARED)
                .forEach(spared -> sentences.add(Messages.in(
                        language,
                        "block.spared",
                        DecisionText.addresses(spared),
                        DecisionText.reason(spared, language))));
        return new Preview(
                true,
                sentences,
                cut.cut().stream()
                        .map(source -> new Cut(
                                source.address().toCanonicalString(),
                                source.country(),
                                source.organisation(),
                                source.legitimate(),
                                source.events()))
                        .toList(),
                decisions.isWide(target));
    }

    private static Target widened(Target target) {
        return target instanceof Target.Range range ? range.widened() : target;
    }

    @Override
    public Outcome take(Order order) {
        Actor actor = order.actor();
        return decide(
                order.kind() == Kind.ALLOW ? Decision.Kind.ALLOW : Decision.Kind.BLOCK,
                Request.of(order.target(), order.reason(), author(actor))
                        .lasting(order.lasting())
                        .from(actor.from()),
                actor.language());
    }

    private static String author(Actor actor) {
        return "person:" + actor.person();
    }

    private Outcome decide(Decision.Kind kind, Request request, Locale language) {
        Target target = request.target();
        Decisions.Outcome outcome = kind == Decision.Kind.ALLOW ? decisions.allow(request) : decisions.block(request);
        if (outcome instanceof Decisions.Outcome.Refused refused) {
            return no(Messages.in(
                    language, "block.refused", target.toText(), DecisionText.reason(refused.guarded(), language)));
        }
        if (outcome instanceof Decisions.Outcome.Impossible impossible) {
            return no(DecisionText.impossible(impossible.obstacle(), target, language));
        }
        Decisions.Outcome.Decided decided = (Decisions.Outcome.Decided) outcome;
        Decision decision = decided.decision();
        String id = Long.toString(decision.id());
        StringBuilder sentence = new StringBuilder(Messages.in(
                language,
                decision.kind() == Decision.Kind.ALLOW ? "allow.done" : "block.done",
                decision.target().toText(),
                DecisionText.lasting(decision.until(), language),
                id));
        if (decided.enforcement() instanceof Enforcement.Pending pending) {
            sentence.append(' ').append(Messages.in(language, "block.pending", pending.problem()));
        } else if (decided.enforcement() instanceof Enforcement.Off) {
            sentence.append(' ').append(Messages.in(language, "block.off"));
        }
        return new Outcome(true, sentence.toString(), id, decision.confirmBy());
    }

    private static Outcome no(String sentence) {
        return new Outcome(false, sentence, "");
    }

    /** The new decision replaces the old one of the same target. What a person keeps on blocking he has confirmed. */
    @Override
    public Outcome prolong(long id, @Nullable Duration lasting, Actor actor) {
        Optional<Decision> old = decisions.decision(id).filter(decision -> decision.isInForce(Instant.now()));
        return old.isEmpty() ? notInForce(id, actor) : again(old.get(), lasting, actor, RESTORE + id);
    }

    private static Outcome notInForce(long id, Actor actor) {
        return no(Messages.in(actor.language(), "decision.not-in-force", Long.toString(id)));
    }

    /** What was ended by a person, or replaced by a longer one, as it was; for the rest of its time. */
    private Outcome restore(long id, Actor actor) {
        Decision old = decisions.decision(id).orElse(null);
        Instant now = Instant.now();
        if (old == null || old.isInForce(now) || old.until() != null && !now.isBefore(old.until())) {
            return notInForce(id, actor);
        }
        return again(old, old.until() == null ? WITHOUT_END : Duration.between(now, old.until()), actor, "");
    }

    private Outcome again(Decision decision, @Nullable Duration lasting, Actor actor, String undoId) {
        Request request = new Request(
                decision.target(),
                decision.reason(),
                author(actor),
                decision.evidence(),
                lasting,
                true,
                decision.evenPrivate(),
                decision.confirmBy() == null,
                actor.from());
        Outcome outcome = decide(decision.kind(), request, actor.language());
        return outcome.done() && !undoId.isEmpty()
                ? new Outcome(true, outcome.sentence(), undoId, outcome.confirmBy())
                : outcome;
    }

    @Override
    public Outcome confirm(String id, Actor actor) {
        return decisions.confirm(number(id), author(actor))
                ? new Outcome(true, Messages.in(actor.language(), "block.kept", id), id)
                : no(Messages.in(actor.language(), "confirm.none", id));
    }

    @Override
    public Outcome undo(String id, Actor actor) {
        if (id.startsWith(RESTORE)) {
            return restore(number(id.substring(RESTORE.length())), actor);
        }
        Optional<Decision> ended =
                decisions.end(number(id), author(actor), "") ? decisions.decision(number(id)) : Optional.empty();
        return ended.map(decision -> new Outcome(
                        true,
                        Messages.in(
                                actor.language(),
                                decision.kind() == Decision.Kind.ALLOW ? "allow.removed" : "unblock.done",
                                decision.target().toText(),
                                id),
                        RESTORE + id))
                .orElseGet(() -> no(Messages.in(actor.language(), "decision.not-in-force", id)));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
