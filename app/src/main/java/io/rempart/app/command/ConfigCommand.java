package io.rempart.app.command;

import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Messages;
import io.rempart.app.config.ConfigurationKey;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rempart config}: checks the configuration and lists every key with its flag, variable and default. */
@Command(name = "config", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConfigCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        GivenConfiguration.of(spec);
        PrintWriter out = spec.commandLine().getOut();
        for (ConfigurationKey key : ConfigurationKey.values()) {
            out.println(key.key() + (key.defaultText().isEmpty() ? "" : ": " + key.defaultText()));
            out.println("    " + Messages.text("option." + key.key()));
            out.println("    " + key.flag() + "  " + key.environmentVariable());
        }
        out.flush();
        return ExitCode.OK;
    }
}
