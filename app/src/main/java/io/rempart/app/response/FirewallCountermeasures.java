package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.app.Messages;
import io.rempart.app.command.DecisionText;
import io.rempart.console.Countermeasures;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Request;
import io.rempart.response.decision.WhoIsCut;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The console's buttons that block and allow. Thread-safe. */
public final class FirewallCountermeasures implements Countermeasures {
    private static final int MOST_HISTORY = 100;

    private final Decisions decisions;

    public FirewallCountermeasures(Decisions decisions) {
        this.decisions = decisions;
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
    public List<Entry> history(IPAddress address) {
        Instant now = Instant.now();
        return decisions.historyOf(address, MOST_HISTORY).stream()
                .map(decision -> new Entry(
                        decision.kind() == Decision.Kind.BLOCK ? Kind.BLOCK : Kind.ALLOW,
                        decision.target().toText(),
                        decision.createdAt(),
                        decision.endedAt() == null ? decision.endsAt() : decision.endedAt(),
                        decision.author(),
                        decision.reason(),
                        decision.isInForce(now)))
                .toList();
    }

    @Override
    public Preview preview(Order order) {
        Target target = Target.Range.of(order.target()).widened();
        WhoIsCut cut = decisions.whoIsCut(target, false);
        List<String> sentences = new ArrayList<>();
        if (order.kind() == Kind.ALLOW) {
            return new Preview(true, sentences);
        }
        Optional<GuardedAddresses> refusal = decisions.refusal(target, false);
        if (refusal.isPresent()) {
            return new Preview(
                    false,
                    List.of(Messages.text("block.refused", target.toText(), DecisionText.reason(refusal.get()))));
        }
        sentences.add(Messages.text(
                "cut.head", target.toText(), cut.period().toDays(), cut.sources(), cut.events(), cut.legitimate()));
        for (GuardedAddresses spared : cut.spared()) {
            sentences.add(Messages.text("block.spared", DecisionText.addresses(spared), DecisionText.reason(spared)));
        }
        return new Preview(true, sentences);
    }

    @Override
    public Outcome take(Order order) {
        Target target = Target.Range.of(order.target());
        Request request = Request.of(target, order.reason(), "person:" + order.person())
                .lasting(order.lasting() == null ? Request.FOREVER : order.lasting());
        Decisions.Outcome outcome = order.kind() == Kind.ALLOW ? decisions.allow(request) : decisions.block(request);
        if (outcome instanceof Decisions.Outcome.Refused refused) {
            return no(Messages.text("block.refused", target.toText(), DecisionText.reason(refused.guarded())));
        }
        if (outcome instanceof Decisions.Outcome.Impossible impossible) {
            return no(DecisionText.impossible(impossible.obstacle(), target));
        }
        Decisions.Outcome.Decided decided = (Decisions.Outcome.Decided) outcome;
        Decision decision = decided.decision();
        String id = Long.toString(decision.id());
        StringBuilder sentence = new StringBuilder(Messages.text(
                decision.kind() == Decision.Kind.ALLOW ? "allow.done" : "block.done",
                decision.target().toText(),
                DecisionText.lasting(decision.until()),
                id));
        if (decided.enforcement() instanceof Enforcement.Pending pending) {
            sentence.append(' ').append(Messages.text("block.pending", pending.problem()));
        } else if (decided.enforcement() instanceof Enforcement.Off) {
            sentence.append(' ').append(Messages.text("block.off"));
        }
        return new Outcome(true, sentence.toString(), id);
    }

    private static Outcome no(String sentence) {
        return new Outcome(false, sentence, "");
    }

    @Override
    public Outcome confirm(String id, String person) {
        return decisions.confirm(number(id), "person:" + person)
                ? new Outcome(true, Messages.text("block.kept", id), id)
                : no(Messages.text("confirm.none", id));
    }

    @Override
    public Outcome undo(String id, String person) {
        Optional<Decision> ended =
                decisions.end(number(id), "person:" + person, "") ? decisions.decision(number(id)) : Optional.empty();
        return ended.map(decision -> new Outcome(
                        true,
                        Messages.text(
                                decision.kind() == Decision.Kind.ALLOW ? "allow.removed" : "unblock.done",
                                decision.target().toText(),
                                id),
                        ""))
                .orElseGet(() -> no(Messages.text("confirm.none", id)));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
