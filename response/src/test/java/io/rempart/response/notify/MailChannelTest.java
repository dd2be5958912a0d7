package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.notice.Notice.Level;
import io.rempart.response.notify.MailServer.Mode;
import io.rempart.response.notify.MailSettings.Security;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailChannelTest {
    private static final NotifyTimes TIMES = new NotifyTimes(Duration.ofSeconds(5), Duration.ofMillis(10));

    @TempDir
    static Path directory;

    private static SSLContext tls;
    private static SSLContext otherName;

    @BeforeAll
    static void certificates() throws Exception {
        tls = MailServer.certificate(directory, "localhost");
        otherName = MailServer.certificate(directory, "mail.example.org");
    }

    private static Post post(String subject, String body) {
        return new Post(
                "0123456789abcdef",
                "attackers",
                Level.WARNING,
                subject,
                body,
                Map.of("incident", 1L),
                Instant.parse("2026-11-25T18:00:00Z"));
    }

    private static MailChannel channel(int port, Security security, String password, SSLContext trust, String... to) {
        return new MailChannel(
                "mail",
                new MailSettings(
                        "localhost",
                        port,
                        security,
                        password.isEmpty() ? "" : MailServer.USER,
                        password.isEmpty() ? Optional.empty() : Optional.of(new Secret(() -> password)),
                        "Rempart <rempart@example.org>",
                        List.of(to),
                        trust,
                        TIMES));
    }

    private static MimeMessage parsed(String message) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void sendsPlainTextAndHtmlOverEveryKindOfConnection(Security security) throws Exception {
        Mode mode = Mode.valueOf(security == Security.NONE ? "PLAIN" : security.name());
        boolean logsIn = security != Security.NONE;
        try (MailServer server = MailServer.start(mode, tls, logsIn)) {
            MailChannel channel = channel(
                    server.port(),
                    security,
                    logsIn ? MailServer.PASSWORD : "",
                    tls,
                    "anne@example.org",
                    "bo@example.org");
            assertThat(channel.send(post("Bloqué : 192.0.2.1", "Détail <b>de</b> l’événement\nencore")))
                    .isInstanceOf(Delivery.Done.class);
            assertThat(server.recipients).containsExactlyInAnyOrder("anne@example.org", "bo@example.org");
            MimeMessage message = parsed(server.messages.get(0));
            assertThat(message.getSubject()).isEqualTo("Bloqué : 192.0.2.1");
            assertThat(message.getMessageID()).isEqualTo("<0123456789abcdef@example.org>");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getFrom()[0]).hasToString("Rempart <rempart@example.org>");
            MimeMultipart parts = (MimeMultipart) message.getContent();
            BodyPart plain = parts.getBodyPart(0);
            BodyPart html = parts.getBodyPart(1);
            assertThat(plain.getContentType()).startsWith("text/plain");
            assertThat(plain.getContent()).asString().contains("Détail <b>de</b> l’événement");
            assertThat(html.getContentType()).startsWith("text/html");
            assertThat(html.getContent())
                    .asString()
                    .contains("Détail &lt;b&gt;de&lt;/b&gt; l’événement")
                    .doesNotContain("<b>");
        }
    }

    @Test
    void noTextBecomesAHeaderOrARecipient() throws Exception {
        try (MailServer server = MailServer.start(Mode.PLAIN, tls, false)) {
            String hostile = "x\r\nBcc: eve@example.net\r\n\r\n.\r\nMAIL FROM:<eve@example.net>\r\n\u202E\u0000é";
            channel(server.port(), Security.NONE, "", null, "anne@example.org").send(post(hostile, hostile));
            assertThat(server.recipients).containsExactly("anne@example.org");
            MimeMessage message = parsed(server.messages.get(0));
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getSubject())
                    .doesNotContain("\r", "\n", "\u202E", "\u0000")
                    .contains("Bcc: eve");
            assertThat(message.getAllRecipients()).hasSize(1);
        }
        assertThatThrownBy(() -> channel(1, Security.NONE, "", null, "anne@example.org\r\nBcc: eve@example.net"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel(1, Security.NONE, "", null, "anne"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() throws Exception {
        try (MailServer server = MailServer.start(Mode.STARTTLS, tls, true)) {
            Delivery delivery = channel(server.port(), Security.STARTTLS, "hunter2-wrong", tls, "anne@example.org")
                    .send(post("s", "b"));
            assertThat(delivery).isInstanceOf(Delivery.Refused.class);
            assertThat(delivery.why()).isEqualTo("The mail server refuses the log-in.");
            assertThat(server.messages).isEmpty();
        }
    }

    @Test
    void nothingGoesOutWithoutTheProtectionThatIsConfigured() throws Exception {
        try (MailServer plain = MailServer.start(Mode.PLAIN, tls, false)) {
            Delivery delivery = channel(plain.port(), Security.STARTTLS, "", tls, "anne@example.org")
                    .send(post("s", "b"));
            assertThat(delivery).isInstanceOf(Delivery.Refused.class);
            assertThat(delivery.why()).contains("STARTTLS");
            assertThat(plain.messages).isEmpty();
        }
        for (Security security : List.of(Security.TLS, Security.STARTTLS)) {
            try (MailServer server = MailServer.start(Mode.valueOf(security.name()), otherName, false)) {
                assertThat(channel(server.port(), security, "", otherName, "anne@example.org")
                                .send(post("s", "b"))
                                .why())
                        .as("a certificate for another name")
                        .startsWith("No secure connection");
                assertThat(channel(server.port(), security, "", null, "anne@example.org")
                                .send(post("s", "b"))
                                .why())
                        .as("a certificate of nobody known")
                        .startsWith("No secure connection");
                assertThat(server.messages).isEmpty();
            }
        }
    }

    @Test
    void aRefusedRecipientKeepsNobodyElseFromBeingTold() {
        try (MailServer server = MailServer.start(Mode.PLAIN, tls, false)) {
            assertThat(channel(server.port(), Security.NONE, "", null, "nobody@example.org", "anne@example.org")
                            .send(post("s", "b")))
                    .isInstanceOf(Delivery.Done.class);
            assertThat(server.recipients).containsExactly("anne@example.org");
            assertThat(channel(server.port(), Security.NONE, "", null, "nobody@example.org")
                            .send(post("s", "b")))
                    .isInstanceOf(Delivery.Refused.class);
        }
    }

    @Test
    void aServerThatIsAwaySilentOrSlowIsTriedLater() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        assertThat(channel(closed, Security.NONE, "", null, "anne@example.org").send(post("s", "b")))
                .isInstanceOf(Delivery.Later.class);
        NotifyTimes quick = new NotifyTimes(Duration.ofMillis(300), Duration.ofMillis(1));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            MailChannel channel = new MailChannel(
                    "mail",
                    new MailSettings(
                            "localhost",
                            silent.getLocalPort(),
                            Security.NONE,
                            "",
                            Optional.empty(),
                            "rempart@example.org",
                            List.of("anne@example.org"),
                            null,
                            quick));
            assertThat(channel.send(post("s", "b"))).isInstanceOf(Delivery.Later.class);
            // A byte now and then keeps every single time limit, and not that of the whole.
            Thread drip = new Thread(() -> {
                try (Socket ignored = silent.accept();
                        Socket socket = silent.accept()) {
                    while (true) {
                        socket.getOutputStream().write('2');
                        Thread.sleep(100);
                    }
                } catch (Exception e) {
                    // the end of the test
                }
            });
            drip.setDaemon(true);
            drip.start();
            assertThat(channel.send(post("s", "b")).why()).isEqualTo("The mail server did not answer in time.");
        }
    }
}
