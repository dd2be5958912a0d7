package io.rempart.workbench.ftw;

import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs tests against a firewall, one after another. For one thread. */
public final class FtwRunner {
    private final FtwTarget target;
    private final boolean hasLog;
    private final FtwOverrides overrides;

    /**
     * Against a target.
     *
     * @param hasLog whether the target tells what it logged; else statuses alone are checked
     */
    public FtwRunner(FtwTarget target, boolean hasLog, FtwOverrides overrides) {
        this.target = target;
        this.hasLog = hasLog;
        this.overrides = overrides;
    }

    /** Runs all tests and tells of each when it is over. */
    public List<FtwResult> run(List<FtwTest> tests, Consumer<FtwResult> listener) {
        List<FtwResult> results = new ArrayList<>(tests.size());
        for (FtwTest test : tests) {
            FtwResult result = run(test);
            results.add(result);
            listener.accept(result);
        }
        return results;
    }

    private FtwResult run(FtwTest test) {
        FtwTest here = overrides.apply(test);
        long start = System.nanoTime();
        FtwResult result = once(test, here, start);
        boolean retries =
                here.stages().stream().anyMatch(stage -> stage.output().retriesOnce());
        return result.passed() || !retries ? result : once(test, here, start);
    }

    private FtwResult once(FtwTest test, FtwTest here, long start) {
        List<String> problems = new ArrayList<>();
        Set<Long> logged = new LinkedHashSet<>();
        HttpAnswer before = null;
        String cookies = null;
        for (int i = 0; i < here.stages().size(); i++) {
            FtwTest.Stage stage = here.stages().get(i);
            FtwTest.Input input = stage.input();
            String location = input.followsRedirect() ? location(before) : null;
            if (input.followsRedirect() && location == null) {
                problems.add("The stage before was no redirection to follow.");
                break;
            }
            FtwTarget.Outcome outcome;
            try {
                byte[] request = FtwRequest.bytes(input, cookies, location);
                outcome = target.send(request, isHead(request), input.response());
            } catch (IOException broken) {
                throw new WorkbenchException(test.name() + ": " + broken.getMessage(), broken);
            }
            logged.addAll(FtwCheck.ids(outcome.log()));
            String place = here.stages().size() > 1 ? "Stage " + (i + 1) + ": " : "";
            FtwCheck.problems(stage.output(), outcome, hasLog).forEach(problem -> problems.add(place + problem));
            before = outcome.answer();
            cookies = input.savesCookie() && before != null ? before.cookies() : cookies;
        }
        return new FtwResult(test, problems, logged, overrides.overrides(test), System.nanoTime() - start);
    }

    private static @Nullable String location(@Nullable HttpAnswer answer) {
        String location = answer == null ? null : answer.field("Location");
        if (location == null) {
            return null;
        }
        int authority = location.indexOf("://");
        int path = authority < 0 ? 0 : location.indexOf('/', authority + 3);
        return path < 0 ? "/" : location.substring(path);
    }

    private static boolean isHead(byte[] request) {
        return new String(request, 0, Math.min(5, request.length), StandardCharsets.ISO_8859_1).equals("HEAD ");
    }
}
