package io.rempart.response.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Sends mail by SMTP (RFC 5321), as plain text and as HTML that says the same. The name of the server is checked against its
 * certificate. Texts stand in headers only as encoded words on one line, addresses are parsed when the channel is made: no text
 * can add a header. A message that is tried again has the same Message-ID. Thread-safe.
 */
public final class MailChannel implements Channel {
    private static final int TRIES_TOGETHER = 4;

    private final String name;
    private final MailSettings settings;
    private final InternetAddress from;
    private final InternetAddress[] to;

    /** @throws IllegalArgumentException with the address that is none */
    public MailChannel(String name, MailSettings settings) {
        this.name = name;
        this.settings = settings;
        this.from = address(settings.from());
        this.to = settings.to().stream().map(MailChannel::address).toArray(InternetAddress[]::new);
    }

    private static InternetAddress address(String text) {
        try {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new AddressException("control character");
            }
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            if (address.getAddress().indexOf('@') < 0) {
                throw new AddressException("no domain");
            }
            return address;
        } catch (AddressException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public String destination() {
        return String.join(", ", settings.to());
    }

    @Override
    public Delivery send(Post post) {
        FutureTask<Delivery> sending = new FutureTask<>(() -> sendNow(post));
        Thread thread = new Thread(sending, "rempart-mail");
        thread.setDaemon(true);
        thread.start();
        // Each read and write has a time limit; a server that gives a byte now and then is left here.
        Duration most = settings.times().patience().multipliedBy(TRIES_TOGETHER);
        try {
            return sending.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            return new Delivery.Later("The mail server did not answer in time.", null);
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            return new Delivery.Later("Interrupted while sending mail.", null);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Delivery.Later("Mail failed: " + cause.getClass().getSimpleName(), null);
        }
    }

    private Delivery sendNow(Post post) {
        boolean hasLogIn = !settings.user().isEmpty() && settings.password().isPresent();
        Session session = Session.getInstance(
                properties(hasLogIn),
                hasLogIn
                        ? new Authenticator() {
                            @Override
                            protected PasswordAuthentication getPasswordAuthentication() {
                                return new PasswordAuthentication(
                                        settings.user(),
                                        settings.password().orElseThrow().value());
                            }
                        }
                        : null);
        try {
            Transport.send(message(session, post));
            return new Delivery.Done();
        } catch (MessagingException e) {
            return failure(e);
        }
    }

    private Properties properties(boolean hasLogIn) {
        String millis = Long.toString(settings.times().patience().toMillis());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.port", Integer.toString(settings.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(hasLogIn));
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.from", from.getAddress());
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security() == MailSettings.Security.TLS));
        boolean startTls = settings.security() == MailSettings.Security.STARTTLS;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        if (settings.trust() != null) {
            properties.put("mail.smtp.ssl.socketFactory", settings.trust().getSocketFactory());
        }
        return properties;
    }

    private MimeMessage message(Session session, Post post) throws MessagingException {
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + post.reference() + "@" + domain + ">");
            }
        };
        message.setFrom(from);
        message.setRecipients(RecipientType.TO, to);
        message.setSubject(HarmlessText.line(post.subject(), 200), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(post.at()));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: nobody's absence note answers it
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(post.body(), StandardCharsets.UTF_8.name(), "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(post), StandardCharsets.UTF_8.name(), "html");
        message.setContent(new MimeMultipart("alternative", plain, html));
        message.saveChanges();
        return message;
    }

    private static String html(Post post) {
        return "<!doctype html><html><head><meta charset=\"utf-8\"></head><body><pre style=\"font-family:sans-serif;"
                + "white-space:pre-wrap\">" + escaped(post.body()) + "</pre></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private Delivery failure(MessagingException problem) {
        if (problem instanceof SendFailedException some
                && some.getValidSentAddresses() != null
                && some.getValidSentAddresses().length > 0) {
            // Who got it is not to get it again for the sake of an address that is refused.
            return new Delivery.Done();
        }
        if (problem instanceof AuthenticationFailedException) {
            return new Delivery.Refused("The mail server refuses the log-in.");
        }
        int code = code(problem);
        String said = Secret.hide(HarmlessText.line(String.valueOf(problem.getMessage()), 200), settings.password());
        if (code / 100 == 5) {
            return new Delivery.Refused("The mail server refuses the message: " + said);
        }
        if (code / 100 == 4) {
            return new Delivery.Later("The mail server can't take the message now: " + said, null);
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new Delivery.Refused("No secure connection to the mail server: " + said);
            }
        }
        boolean isConnection = Optional.ofNullable(problem.getCause()).orElse(problem) instanceof IOException
                || said.startsWith("Couldn't connect")
                || said.startsWith("Could not connect");
        if (!isConnection && said.contains("STARTTLS")) {
            return new Delivery.Refused("The mail server offers no STARTTLS: " + said);
        }
        return new Delivery.Later("No mail went out: " + said, null);
    }

    /** The answer of the server; 0 when there was none. */
    private static int code(MessagingException problem) {
        for (Exception e = problem; e instanceof MessagingException messaging; e = messaging.getNextException()) {
            if (e instanceof SMTPAddressFailedException failed) {
                return failed.getReturnCode();
            }
            if (e instanceof SMTPSendFailedException failed && failed.getReturnCode() > 0) {
                return failed.getReturnCode();
            }
        }
        return 0;
    }
}
