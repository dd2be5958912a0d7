package io.rempart.gateway;

import io.rempart.engine.RuleSet;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server that inspects what passes through it. Thread-safe. */
public final class Gateway implements AutoCloseable {
    /** Most bytes of a request's head. */
    public static final int MOST_HEAD_BYTES = 65_536;

    private final Server server;
    private final ServerConnector connector;
    private final InspectionHandler inspection;

    private Gateway(Server server, ServerConnector connector, InspectionHandler inspection) {
        this.server = server;
        this.connector = connector;
        this.inspection = inspection;
    }

    /**
     * Starts a gateway.
     *
     * @param host the address to listen on
     * @param port the port, 0 for a free one
     * @param rules the rules in force; asked once for each request
     * @param behind what answers requests that the rules let pass
     * @throws GatewayException when it can't listen there
     */
    public static Gateway start(
            String host, int port, Supplier<RuleSet> rules, InspectionLimits limits, Handler behind) {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("gateway");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new GatewayConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(30_000);
        server.addConnector(connector);
        InspectionHandler inspection = new InspectionHandler(rules, limits, behind);
        server.setHandler(inspection);
        try {
            server.start();
        } catch (Exception failed) {
            throw new GatewayException(
                    "Nothing can listen on " + host + ":" + port + ": " + failed.getMessage(), failed);
        }
        return new Gateway(server, connector, inspection);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MOST_HEAD_BYTES);
        // Jetty's parser sees canonical heads alone: what it would refuse is refused before, or is no ambiguity for a
        // proxy
        configuration.setHttpCompliance(HttpCompliance.RFC9110.with("GATEWAY", HttpCompliance.Violation.values()));
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many transactions have begun and are not yet logged. */
    public int open() {
        return inspection.open();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new GatewayException("The gateway did not stop: " + failed.getMessage(), failed);
        }
    }
}
