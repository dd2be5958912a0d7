package io.rempart.console;

import io.rempart.console.security.SetupToken;
import io.rempart.console.security.SignedInPeople;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The running console. Closing it stops the web server and nothing else: stores and followers belong to who started them.
 * Thread-safe.
 */
public final class ConsoleServer implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final ConsoleSettings settings;
    private final int port;

    private ConsoleServer(AnnotationConfigServletWebServerApplicationContext context, ConsoleSettings settings) {
        this.context = context;
        this.settings = settings;
        WebServer server = context.getWebServer();
        this.port = server == null ? -1 : server.getPort();
    }

    /**
     * Starts the console and returns when it answers.
     *
     * @throws ConsoleException when it can't be started (the port is taken, the address isn't ours)
     */
    public static ConsoleServer start(ConsoleSettings settings, ConsoleRooms rooms) {
        refusePlainTextForStrangers(settings);
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(ConsoleSettings.class, () -> settings);
        context.registerBean(ConsoleRooms.class, () -> rooms);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.register(ConsoleParts.class);
        try {
            context.refresh();
        } catch (RuntimeException e) {
            context.close();
            throw failure(settings, e);
        }
        return new ConsoleServer(context, settings);
    }

    /** Passwords would cross the network for everybody to read. */
    private static void refusePlainTextForStrangers(ConsoleSettings settings) {
        boolean isTls = settings.security().certificate() != null;
        if (isTls
                || settings.security().isPlainAllowed()
                || !settings.trustedProxies().isEmpty()) {
            return;
        }
        try {
            if (!InetAddress.getByName(settings.host()).isLoopbackAddress()) {
                throw new ConsoleException("The console would listen on " + settings.host()
                        + " without TLS, where passwords can be read on the way. Set console.tls.certificate and"
                        + " console.tls.key, or console.trusted-proxies when a TLS proxy stands before it, or"
                        + " console.allow-plain-http: true when you know that the network is safe.");
            }
        } catch (UnknownHostException e) {
            // the web server itself says that the address isn't this machine's
        }
    }

    private static RuntimeException failure(ConsoleSettings settings, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConsoleException known) {
                return known;
            }
            if (cause instanceof PortInUseException || cause instanceof java.net.BindException) {
                return new ConsoleException(
                        "The console can't listen on " + settings.host() + " port " + settings.port()
                                + ": the port is in use or the address isn't this machine's."
                                + " Stop the other program or choose another one with --console-port.",
                        failure);
            }
        }
        return failure;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where a browser on this machine finds it. */
    public URI address() {
        String host = settings.host().equals("0.0.0.0") || settings.host().equals("::") ? "127.0.0.1" : settings.host();
        return URI.create((settings.security().certificate() == null ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/");
    }

    /** The link that creates the first account; empty once there is an account. For the terminal, never for a log file. */
    public Optional<URI> setupLink() {
        return context.getBean(SetupToken.class)
                .current()
                .map(token -> address().resolve("/set-up?token=" + token));
    }

    /** Where the people who may decide are signed in from, as long as this runs. */
    public SignedInAddresses signedIn() {
        return context.getBean(SignedInPeople.class);
    }

    /** Method and path pattern of every page, as {@code GET /events/{id}}: for the test that walks them all. */
    List<String> routes() {
        List<String> routes = new ArrayList<>();
        context.getBean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().forEach(pattern -> {
                    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                    (methods.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : methods)
                            .forEach(method -> routes.add(method.name() + " " + pattern));
                }));
        return routes;
    }

    @Override
    public void close() {
        context.close();
    }
}
