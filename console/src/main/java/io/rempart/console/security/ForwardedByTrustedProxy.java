package io.rempart.console.security;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.PrefixLength;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Believes {@code X-Forwarded-For} and {@code X-Forwarded-Proto} of trusted proxies, and of nobody else. The list of addresses
 * is walked from the right: the first that is no trusted proxy is the client. Thread-safe.
 */
public final class ForwardedByTrustedProxy implements HttpConfiguration.Customizer {
    private static final int LONGEST_CHAIN = 16;

    private final List<IPAddress> trusted;

    public ForwardedByTrustedProxy(List<IPAddress> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer)
                || !isTrusted(peer.getAddress())) {
            return request;
        }
        InetSocketAddress client = client(request.getHeaders().getValuesList("X-Forwarded-For"), peer);
        boolean secure = "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"));
        ConnectionMetaData metaData = new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
            @Override
            public SocketAddress getRemoteSocketAddress() {
                return client;
            }

            @Override
            public boolean isSecure() {
                return secure || super.isSecure();
            }
        };
        HttpURI uri =
                secure ? HttpURI.build(request.getHttpURI()).scheme("https").asImmutable() : request.getHttpURI();
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return metaData;
            }

            @Override
            public HttpURI getHttpURI() {
                return uri;
            }

            @Override
            public boolean isSecure() {
                return metaData.isSecure();
            }
        };
    }

    private InetSocketAddress client(List<String> chain, InetSocketAddress peer) {
        InetSocketAddress client = peer;
        for (int i = chain.size() - 1, steps = 0; i >= 0 && steps < LONGEST_CHAIN; i--, steps++) {
            String text = chain.get(i).strip();
            IPAddress address = PrefixLength.isReadable(text) ? new IPAddressString(text).getAddress() : null;
            if (address == null || address.isMultiple()) {
                break;
            }
            client = new InetSocketAddress(address.toInetAddress(), 0);
            if (!isTrusted(client.getAddress())) {
                break;
            }
        }
        return client;
    }

    private boolean isTrusted(@Nullable InetAddress address) {
        if (address == null || trusted.isEmpty()) {
            return false;
        }
        IPAddress parsed = new IPAddressString(address.getHostAddress()).getAddress();
        return parsed != null
                && trusted.stream()
                        .anyMatch(block -> block.getIPVersion() == parsed.getIPVersion() && block.contains(parsed));
    }
}
