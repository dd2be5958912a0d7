package io.rempart.workbench.ftw;

import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rules of a test run: the test bench's own directives, then the set-up, then the rules. Stateless. */
public final class SuiteSetup {
    private SuiteSetup() {}

    /**
     * A loader of the rules.
     *
     * @param rules a folder of {@code .conf} files, or files
     * @param setup files that are loaded before the rules; when there are none, {@code crs-setup.conf} or {@code
     *     crs-setup.conf.example} beside or above the rules, where it exists
     * @param bench whether the directives of the test bench come first
     */
    public static RuleSetLoader loader(List<Path> rules, List<Path> setup, boolean bench) {
        RuleSetLoader loader = new RuleSetLoader().withoutAuditLog();
        if (bench) {
            loader.text("bodies.conf", directives("/io/rempart/workbench/bodies.conf"));
            loader.text("test-bench.conf", directives("/io/rempart/workbench/ftw/test-bench.conf"));
        }
        add(rules, setup, loader);
        return loader;
    }

    /** A loader of the rules as a server would run them: engine and bodies on, unless the set-up says otherwise. */
    public static RuleSetLoader served(List<Path> rules, List<Path> setup, boolean bare) {
        RuleSetLoader loader = new RuleSetLoader().withoutAuditLog();
        if (!bare) {
            loader.text("bodies.conf", directives("/io/rempart/workbench/bodies.conf"));
        }
        add(rules, setup, loader);
        return loader;
    }

    private static void add(List<Path> rules, List<Path> setup, RuleSetLoader loader) {
        if (setup.isEmpty()) {
            usualSetup(rules, loader);
        }
        setup.forEach(loader::file);
        for (Path place : rules) {
            loader.file(Files.isDirectory(place) ? place.resolve("*.conf") : place);
        }
    }

    private static void usualSetup(List<Path> rules, RuleSetLoader loader) {
        for (Path place : rules) {
            Path folder =
                    Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
            Path above =
                    folder == null ? null : folder.toAbsolutePath().normalize().getParent();
            for (Path beside : new Path[] {folder, above}) {
                for (String name : List.of("crs-setup.conf", "crs-setup.conf.example")) {
                    if (beside != null && Files.exists(beside.resolve(name))) {
                        loader.file(beside.resolve(name));
                        return;
                    }
                }
            }
        }
    }

    private static String directives(String resource) {
        try (InputStream in = SuiteSetup.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new WorkbenchException(resource + " is missing from the package.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new WorkbenchException(resource + " can't be read.", unreadable);
        }
    }
}
