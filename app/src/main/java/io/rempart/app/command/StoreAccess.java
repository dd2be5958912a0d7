package io.rempart.app.command;

import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A sub-command that works on the opened installation and closes it when done. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class StoreAccess implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        try (Installation installation = Installation.open(GivenConfiguration.of(spec))) {
            PrintWriter out = spec.commandLine().getOut();
            int code = run(installation, out);
            out.flush();
            return code;
        }
    }

    /** @return the exit code */
    abstract int run(Installation installation, PrintWriter out) throws Exception;
}
