package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.response.FeedRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.response.block.BlockerException;
import io.rempart.response.feed.FeedCheck;
import io.rempart.response.feed.FeedProblem;
import io.rempart.response.feed.FeedReading;
import io.rempart.response.feed.FeedSettings;
import io.rempart.response.feed.FeedSettings.Action;
import io.rempart.response.feed.Feeds;
import io.rempart.response.guard.GuardedAddresses;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart feeds}: the lists of others; its sub-commands fetch one now, and say what one would do. */
@Command(
        name = "feeds",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = {FeedsCommand.Fetch.class, FeedsCommand.Check.class})
public final class FeedsCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        try (ResponseRooms response = installation.response();
                FeedRooms rooms = installation.feeds(response)) {
            List<Feeds.Standing> standing = rooms.feeds().standing();
            for (Feeds.Standing each : standing) {
                out.println(json ? JsonLines.of(FeedWords.map(each)) : TerminalText.safe(FeedWords.line(each)));
            }
            if (standing.isEmpty() && !json) {
                spec.commandLine().getErr().println(Messages.text("feeds.none"));
            }
            return ExitCode.OK;
        }
    }

    /** What the sub-commands share: the installation of their parent's options. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    abstract static class Sub implements Callable<Integer> {
        @ParentCommand
        FeedsCommand feeds;

        @Spec
        CommandSpec spec;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public final Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(feeds.spec));
                    ResponseRooms response = installation.response();
                    FeedRooms rooms = installation.feeds(response)) {
                PrintWriter out = spec.commandLine().getOut();
                int code = run(installation, response, rooms, out);
                out.flush();
                return code;
            }
        }

        abstract int run(Installation installation, ResponseRooms response, FeedRooms rooms, PrintWriter out);
    }

    /** {@code rempart feeds fetch NAME}: exit code 1 when the list was not taken. */
    @Command(name = "fetch", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Fetch extends Sub {
        @Parameters(paramLabel = "NAME", descriptionKey = "feeds.name")
        String name;

        @Option(names = "--any-size", descriptionKey = "feeds.any-size")
        boolean anySize;

        @Override
        int run(Installation installation, ResponseRooms response, FeedRooms rooms, PrintWriter out) {
            FeedSettings feed = rooms.feeds().byName().get(name);
            if (feed == null) {
                throw new CommandProblem(Messages.text(
                        "feeds.unknown",
                        name,
                        String.join(", ", rooms.feeds().byName().keySet())));
            }
            Feeds.Standing standing = rooms.feeds().fetch(feed, anySize);
            out.println(json ? JsonLines.of(FeedWords.map(standing)) : TerminalText.safe(FeedWords.line(standing)));
            FeedProblem problem = standing.problem();
            if (problem != null) {
                out.flush();
                throw new CommandProblem(
                        Messages.text("feeds.not-taken", FeedWords.problem(problem, Messages.terminalLocale())));
            }
            try {
                rooms.carry(name);
            } catch (BlockerException e) {
                spec.commandLine().getErr().println(Messages.text("feeds.pending", String.valueOf(e.getMessage())));
            }
            return ExitCode.OK;
        }
    }

    /** {@code rempart feeds check URL|FILE}: keeps nothing, enforces nothing; exit code 1 when the list would be refused. */
    @Command(name = "check", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Check extends Sub {
        @Parameters(paramLabel = "URL|FILE", descriptionKey = "feeds.place")
        String place;

        @Override
        int run(Installation installation, ResponseRooms response, FeedRooms rooms, PrintWriter out) {
            FeedSettings settings = Optional.ofNullable(rooms.feeds().byName().get(place))
                    .orElseGet(() -> FeedSettings.of(
                            "check", source(place), Action.BLOCK, Duration.ofHours(1), Duration.ofDays(1)));
            FeedReading reading;
            try {
                reading = rooms.feeds().read(settings);
            } catch (FeedProblem problem) {
                throw new CommandProblem(
                        Messages.text("feeds.not-taken", FeedWords.problem(problem, Messages.terminalLocale())));
            }
            response.lookUpNames();
            Duration lookBack =
                    ResponseRooms.duration(installation.configuration(), ConfigurationKey.RESPONSE_LOOK_BACK);
            FeedCheck check = FeedCheck.of(
                    reading, settings, response.guards(), installation.events(), lookBack, Clock.systemUTC());
            if (json) {
                out.println(JsonLines.of(map(check, lookBack)));
            } else {
                print(check, lookBack, out);
            }
            out.flush();
            check.problem().ifPresent(problem -> {
                throw new CommandProblem(
                        Messages.text("feeds.not-taken", FeedWords.problem(problem, Messages.terminalLocale())));
            });
            return ExitCode.OK;
        }

        private static FeedSettings.Source source(String place) {
            if (place.startsWith("http://") || place.startsWith("https://")) {
                try {
                    URI url = URI.create(place);
                    if (url.getHost() != null) {
                        return new FeedSettings.Web(url);
                    }
                } catch (IllegalArgumentException e) {
                    // told below
                }
                throw new CommandProblem(Messages.text("feeds.place.wrong", place));
            }
            try {
                return new FeedSettings.Disk(Path.of(place));
            } catch (InvalidPathException e) {
                throw new CommandProblem(Messages.text("feeds.place.wrong", place));
            }
        }

        private static void print(FeedCheck check, Duration lookBack, PrintWriter out) {
            out.println(Messages.text(
                    "feeds.check",
                    check.reading().entries().size(),
                    check.addresses().spans().size(),
                    check.reading().refused()));
            check.reading()
                    .samples()
                    .forEach(line -> out.println(
                            TerminalText.safe(Messages.text("feeds.check.line", line.number(), line.text()))));
            for (GuardedAddresses guarded : check.guarded()) {
                out.println(TerminalText.safe(Messages.text(
                        "feeds.check.guarded", DecisionText.addresses(guarded), DecisionText.reason(guarded))));
            }
            out.println(Messages.text("feeds.check.cut", lookBack.toDays(), check.legitimateSources()));
            check.legitimate()
                    .forEach(source -> out.println(Messages.text(
                            "feeds.check.source",
                            source.address().toCanonicalString(),
                            source.legitimate(),
                            source.events())));
            if (!check.isComplete()) {
                out.println(Messages.text("cut.more"));
            }
        }

        private static Map<String, Object> map(FeedCheck check, Duration lookBack) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("entries", check.reading().entries().size());
            map.put("ranges", check.addresses().spans().size());
            map.put("refused-lines", check.reading().refused());
            map.put(
                    "refused",
                    check.reading().samples().stream()
                            .map(line -> Map.of("line", line.number(), "text", line.text()))
                            .toList());
            map.put(
                    "problem",
                    check.problem().map(problem -> problem.kind().key()).orElse(null));
            map.put("guarded", check.guarded().stream().map(DecisionText::map).toList());
            map.put("days", lookBack.toDays());
            map.put("legitimate-sources", check.legitimateSources());
            map.put(
                    "legitimate",
                    check.legitimate().stream()
                            .map(source -> {
                                Map<String, Object> each = new LinkedHashMap<>();
                                each.put("address", source.address().toCanonicalString());
                                each.put("legitimate", source.legitimate());
                                each.put("events", source.events());
                                return each;
                            })
                            .toList());
            map.put("complete", check.isComplete());
            return map;
        }
    }
}
