package io.rempart.app.command;

import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.Server;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code rempart serve}: follows the configured logs and runs the console until it is told to stop (SIGTERM, Ctrl-C). */
@Command(name = "serve", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class ServeCommand extends StoreAccess {
    @Override
    int run(Installation installation, PrintWriter out) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            try {
                                // The process may end when what was read is stored.
                                stopped.await(45, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "rempart-stop"));
        try (Server server = Server.start(installation)) {
            server.introduce(out);
            stop.await();
        } finally {
            installation.close();
            stopped.countDown();
        }
        return ExitCode.OK;
    }
}
