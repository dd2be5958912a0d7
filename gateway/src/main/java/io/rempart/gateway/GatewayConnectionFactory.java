package io.rempart.gateway;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/** Makes HTTP/1 connections whose heads are read by {@link HeadFirstParser}. Thread-safe. */
final class GatewayConnectionFactory extends HttpConnectionFactory {
    GatewayConnectionFactory(HttpConfiguration configuration) {
        super(configuration);
    }

    /** The head of the request as it was sent, null when the connection is none of ours. */
    static @Nullable RawHead head(Request request) {
        return request.getConnectionMetaData().getConnection() instanceof GatewayConnection connection
                ? connection.head()
                : null;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new GatewayConnection(getHttpConfiguration(), connector, endPoint);
        connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
        connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
        return configure(connection, connector, endPoint);
    }

    private static final class GatewayConnection extends HttpConnection {
        GatewayConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            // Jetty keeps its handler of parsed parts to itself; its own parser tells it
            HttpParser.RequestHandler handler =
                    (HttpParser.RequestHandler) super.newHttpParser(compliance).getHandler();
            return new HeadFirstParser(handler, getHttpConfiguration().getRequestHeaderSize(), compliance);
        }

        RawHead head() {
            return ((HeadFirstParser) getParser()).head();
        }
    }
}
