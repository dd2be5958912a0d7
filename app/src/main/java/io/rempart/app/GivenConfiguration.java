package io.rempart.app;

import io.rempart.app.config.Configuration;
import io.rempart.app.config.ConfigurationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The configuration that a command was given. Stateless. */
public final class GivenConfiguration {
    private GivenConfiguration() {}

    /**
     * For a sub-command: {@code --config}, else REMPART_CONFIG, else {@code rempart.yaml} in this directory, else
     * {@code /etc/rempart/rempart.yaml}, else none; variables and flags over it.
     */
    public static Configuration of(CommandSpec command) {
        Map<ConfigurationKey, String> flags = new EnumMap<>(ConfigurationKey.class);
        CommandSpec root = command.root();
        for (ParseResult parsed = root.commandLine().getParseResult();
                parsed != null;
                parsed = parsed.hasSubcommand() ? parsed.subcommand() : null) {
            for (ConfigurationKey key : ConfigurationKey.values()) {
                String value = parsed.matchedOptionValue(key.flag(), null);
                if (value != null) {
                    flags.put(key, value);
                }
            }
        }
        return Configuration.load(file(root.findOption("--config").getValue()), System.getenv(), flags);
    }

    private static @Nullable Path file(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        String variable = System.getenv("REMPART_CONFIG");
        if (variable != null && !variable.isEmpty()) {
            return Path.of(variable);
        }
        for (Path usual : new Path[] {Path.of("rempart.yaml"), Path.of("/etc/rempart/rempart.yaml")}) {
            if (Files.exists(usual)) {
                return usual;
            }
        }
        return null;
    }
}
