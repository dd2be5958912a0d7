package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.response.ResponseRooms;
import io.rempart.response.policy.Policy;
import io.rempart.response.policy.Policy.Mode;
import io.rempart.response.policy.PolicySwitches.Position;
import io.rempart.response.policy.Simulation;
import io.rempart.response.policy.Simulation.Blocked;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart policies}: what blocks by itself; its sub-commands simulate, switch and confirm. */
@Command(
        name = "policies",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = {PoliciesCommand.Simulate.class, PoliciesCommand.Switch.class, PoliciesCommand.Confirm.class})
public final class PoliciesCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        try (ResponseRooms rooms = installation.response()) {
            for (Policy policy : rooms.policies().policies()) {
                Position position = rooms.switches().position(policy);
                boolean isEdited = rooms.switches().isEdited(policy);
                if (json) {
                    Map<String, Object> map = map(policy, position);
                    map.put("edited", isEdited);
                    out.println(JsonLines.of(map));
                } else {
                    out.println(line(policy, position));
                    if (isEdited) {
                        out.println(TerminalText.safe("  " + Messages.text("policies.edited", policy.name())));
                    }
                }
            }
            return ExitCode.OK;
        }
    }

    private static String line(Policy policy, Position position) {
        Instant confirmBy = position.confirmBy();
        String says = Messages.terminalLocale().equals(Locale.FRENCH) ? policy.french() : policy.english();
        return TerminalText.safe("%-20s %-8s %s%s"
                .formatted(
                        policy.name(),
                        position.mode().key(),
                        says,
                        confirmBy == null
                                ? ""
                                : "  " + Messages.text("policies.await", DecisionText.time(confirmBy), policy.name())));
    }

    private static Map<String, Object> map(Policy policy, Position position) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", policy.name());
        map.put("mode", position.mode().key());
        map.put("confirm-by", position.confirmBy());
        map.put("classes", policy.classes().stream().map(c -> c.key()).sorted().collect(Collectors.toList()));
        map.put("confidence", policy.confidence());
        map.put("events", policy.events());
        map.put("within-seconds", policy.within().toSeconds());
        map.put("search", policy.search().toText());
        return map;
    }

    /** What the sub-commands share. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    abstract static class Sub implements Callable<Integer> {
        @ParentCommand
        PoliciesCommand policies;

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", index = "0", descriptionKey = "policies.name")
        String name;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public final Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(policies.spec));
                    ResponseRooms rooms = installation.response()) {
                Policy policy = rooms.policies()
                        .policy(name)
                        .orElseThrow(() -> new CommandProblem(Messages.text(
                                "policies.unknown",
                                name,
                                rooms.policies().policies().stream()
                                        .map(Policy::name)
                                        .collect(Collectors.joining(", ")))));
                PrintWriter out = spec.commandLine().getOut();
                run(rooms, policy, out);
                out.flush();
                return ExitCode.OK;
            }
        }

        abstract void run(ResponseRooms rooms, Policy policy, PrintWriter out);
    }

    /** {@code rempart policies simulate NAME}. */
    @Command(name = "simulate", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class Simulate extends Sub {
        @Option(names = "--days", paramLabel = "N", defaultValue = "7", descriptionKey = "policies.days")
        int days = 7;

        @Override
        void run(ResponseRooms rooms, Policy policy, PrintWriter out) {
            Simulation simulation =
                    rooms.simulator().simulate(policy, rooms.policies().loggedIn(), Duration.ofDays(Math.max(1, days)));
            if (json) {
                out.println(JsonLines.of(map(simulation)));
                return;
            }
            out.println(Messages.text(
                    "policies.simulated",
                    simulation.period().toDays(),
                    simulation.addresses(),
                    simulation.loggedIn(),
                    simulation.legitimate(),
                    simulation.guarded()));
            for (Blocked blocked : simulation.blocked()) {
                out.println(Messages.text(
                        blocked.hasLoggedIn() ? "policies.simulated.person" : "policies.simulated.address",
                        blocked.address().toCanonicalString(),
                        blocked.events()));
            }
            if (!simulation.isComplete()) {
                out.println(Messages.text("policies.simulated.more"));
            }
        }

        private static Map<String, Object> map(Simulation simulation) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("policy", simulation.policy());
            map.put("days", simulation.period().toDays());
            map.put("addresses", simulation.addresses());
            map.put("logged-in", simulation.loggedIn());
            map.put("guarded", simulation.guarded());
            map.put("legitimate", simulation.legitimate());
            map.put("events", simulation.events());
            map.put("complete", simulation.isComplete());
            map.put(
                    "blocked",
                    simulation.blocked().stream()
                            .map(blocked -> {
                                Map<String, Object> each = new LinkedHashMap<>();
                                each.put("address", blocked.address().toCanonicalString());
                                each.put("events", blocked.events());
                                each.put("logged-in", blocked.hasLoggedIn());
                                return each;
                            })
                            .toList());
            return map;
        }
    }

    /** {@code rempart policies switch NAME off|dry-run|on}. */
    @Command(name = "switch", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Switch extends Sub {
        @Parameters(paramLabel = "MODE", index = "1", descriptionKey = "policies.mode")
        String mode;

        @Option(
                names = {"-y", "--yes"},
                descriptionKey = "policies.yes")
        boolean yes;

        @Override
        void run(ResponseRooms rooms, Policy policy, PrintWriter out) {
            Mode wanted = switch (mode) {
                case "off" -> Mode.OFF;
                case "dry-run" -> Mode.DRY_RUN;
                case "on" -> Mode.ON;
                default -> throw new CommandProblem(Messages.text("policies.mode.wrong", mode));
            };
            if (wanted == Mode.ON && rooms.switches().position(policy).mode() == Mode.OFF && !yes) {
                throw new CommandProblem(Messages.text("policies.dry-first", policy.name()));
            }
            Position position = rooms.switches().change(policy, wanted, yes);
            if (json) {
                out.println(JsonLines.of(PoliciesCommand.map(policy, position)));
                return;
            }
            Instant confirmBy = position.confirmBy();
            out.println(Messages.text("policies.switched", policy.name(), wanted.key()));
            if (confirmBy != null) {
                out.println(Messages.text("policies.await", DecisionText.time(confirmBy), policy.name()));
            }
        }
    }

    /** {@code rempart policies confirm NAME}. */
    @Command(name = "confirm", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class Confirm extends Sub {
        @Override
        void run(ResponseRooms rooms, Policy policy, PrintWriter out) {
            if (!rooms.switches().confirm(policy)) {
                throw new CommandProblem(Messages.text("policies.confirm.none", policy.name()));
            }
            out.println(
                    json
                            ? JsonLines.of(
                                    PoliciesCommand.map(policy, rooms.switches().position(policy)))
                            : Messages.text("policies.confirmed", policy.name()));
        }
    }
}
