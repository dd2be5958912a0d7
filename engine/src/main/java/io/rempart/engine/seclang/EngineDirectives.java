package io.rempart.engine.seclang;

import static io.rempart.engine.seclang.Arguments.number;
import static io.rempart.engine.seclang.Arguments.onOff;
import static io.rempart.engine.seclang.Arguments.one;
import static io.rempart.engine.seclang.Directives.works;

import io.rempart.engine.action.Ctl;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.geo.GeoFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Directives about the engine as a whole. */
final class EngineDirectives {
    private static final int DEEPEST_INCLUDE = 50;

    private EngineDirectives() {}

    static void register() {
        works("Include", (directive, load) -> include(directive, load, true));
        works("IncludeOptional", (directive, load) -> include(directive, load, false));
        works("SecRuleEngine", (d, load) -> load.settings().engine = Ctl.engine(one(d)));
        works("SecComponentSignature", (d, load) -> load.settings().components.add(one(d)));
        works("SecWebAppId", (d, load) -> load.settings().webAppId = one(d));
        works("SecSensorId", (d, load) -> load.settings().sensorId = one(d));
        works("SecServerSignature", (d, load) -> load.settings().serverSignature = one(d));
        works(
                "SecCollectionTimeout",
                (d, load) -> load.settings().collectionTimeout = number(d, 0, 100L * 365 * 86_400));
        works("SecDataDir", (d, load) -> load.settings().dataDirectory = Path.of(one(d)));
        works(
                "SecPcreMatchLimit",
                (d, load) -> load.settings().regexMatchLimit = (int) number(d, 1, Integer.MAX_VALUE));
        works("SecRulePerfTime", (d, load) -> load.settings().rulePerfMicros = number(d, 0, 1_000_000_000));
        works("SecDataset", EngineDirectives::dataset);
        works("SecInterceptOnError", (d, load) -> load.settings().interceptOnError = onOff(d));
        works("SecGeoLookupDB", EngineDirectives::geoDatabase);
        works("SecHttpBlKey", (d, load) -> load.settings().httpBlKey = one(d));
    }

    /** {@code SecDataset name `} and an entry a line; blank lines and those that begin with {@code #} are none. */
    private static void dataset(Directive directive, RuleLoad load) {
        if (directive.arguments().size() != 2) {
            throw new IllegalArgumentException(
                    "SecDataset takes a name and, between back quotes, its entries, one a line.");
        }
        List<ByteSlice> entries = directive
                .arguments()
                .get(1)
                .lines()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty() && !entry.startsWith("#"))
                .map(ByteSlice::latin1)
                .toList();
        load.dataset(directive.arguments().get(0), entries);
    }

    private static void geoDatabase(Directive directive, RuleLoad load) {
        try {
            load.geoDatabase(GeoFile.open(load.path(one(directive))));
        } catch (IOException missing) {
            throw new IllegalArgumentException(String.valueOf(missing.getMessage()));
        }
    }

    private static void include(Directive directive, RuleLoad load, boolean required) {
        List<Path> files = new ArrayList<>();
        for (String name : directive.arguments()) {
            try {
                List<Path> found = load.files().matching(name);
                if (found.isEmpty() && required) {
                    throw new IllegalArgumentException(name + ": Not able to open file. No file matches.");
                }
                files.addAll(found);
            } catch (IOException missing) {
                if (required) {
                    throw new IllegalArgumentException(String.valueOf(missing.getMessage()));
                }
            }
        }
        for (Path file : files) {
            file(file, directive, load);
        }
    }

    private static void file(Path file, Directive directive, RuleLoad load) {
        String name = file.toAbsolutePath().normalize().toString();
        if (load.including().contains(name)) {
            throw new IllegalArgumentException(file + " includes itself.");
        }
        if (load.including().size() >= DEEPEST_INCLUDE) {
            throw new IllegalArgumentException("Files include each other more than " + DEEPEST_INCLUDE + " deep.");
        }
        try {
            RuleText.read(file, load);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + ": Not able to open file. " + unreadable.getMessage());
        }
    }
}
