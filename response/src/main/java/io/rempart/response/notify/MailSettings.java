package io.rempart.response.notify;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How mail is sent.
 *
 * @param security how the connection is protected
 * @param user empty to send without log-in
 * @param trust whom to trust besides the certificates of Java; null for those alone
 */
public record MailSettings(
        String host,
        int port,
        Security security,
        String user,
        Optional<Secret> password,
        String from,
        List<String> to,
        @Nullable SSLContext trust,
        NotifyTimes times) {
    /** How the connection is protected. */
    public enum Security {
        /** TLS from the first byte (RFC 8314), usually port 465. */
        TLS,
        /** STARTTLS (RFC 3207), usually port 587; without it nothing is sent. */
        STARTTLS,
        /** Nothing: for a mail server on the same machine. A password is not sent then. */
        NONE
    }
}
