package io.rempart.app.config;

import io.rempart.app.config.ConfigurationFile.Mapping;
import io.rempart.app.config.ConfigurationFile.Node;
import io.rempart.response.notify.Channel;
import io.rempart.response.notify.MailChannel;
import io.rempart.response.notify.MailSettings;
import io.rempart.response.notify.MailSettings.Security;
import io.rempart.response.notify.NotifyTimes;
import io.rempart.response.notify.NtfyChannel;
import io.rempart.response.notify.Secret;
import io.rempart.response.notify.WebhookChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes channels of what is written; secrets come from files or the environment, never from the YAML itself. */
final class ChannelReader {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final Set<String> SECRETS = Set.of("password", "secret", "token");
    private static final int MOST_RECIPIENTS = 20;
    private static final long LARGEST_SECRET_FILE = 64 << 10;

    private final NotifyTimes times;
    private final UnaryOperator<String> environment;

    /** @param environment gives a variable of the environment, or null */
    ChannelReader(NotifyTimes times, UnaryOperator<String> environment) {
        this.times = times;
        this.environment = environment;
    }

    Channel channel(Mapping channel, String name) {
        for (String key : channel.entries().keySet()) {
            if (SECRETS.contains(key)) {
                throw new ConfigurationProblem(channel.keyPlaces().get(key) + ": a " + key
                        + " does not stand in this file: write " + key
                        + "-file with the path of a file that holds it, or "
                        + key + "-variable with the name of a variable of the environment");
            }
        }
        Node kind = Nodes.required(channel, "kind");
        return switch (Nodes.text(kind)) {
            case "email" -> mail(channel, name);
            case "webhook" -> {
                Nodes.onlyKnown(channel, List.of("name", "kind", "url", "secret-file", "secret-variable", "ca-file"));
                yield new WebhookChannel(name, url(channel), secret(channel, "secret"), trust(channel), times);
            }
            case "ntfy" -> {
                Nodes.onlyKnown(channel, List.of("name", "kind", "url", "token-file", "token-variable", "ca-file"));
                URI url = url(channel);
                if (url.getPath().length() < 2) {
                    throw new ConfigurationProblem(
                            Nodes.required(channel, "url").place()
                                    + ": the topic is missing: write the URL of a topic, such as https://ntfy.example.org/rempart");
                }
                yield new NtfyChannel(name, url, secret(channel, "token"), trust(channel), times);
            }
            default ->
                throw new ConfigurationProblem(
                        kind.place() + ": '" + Nodes.text(kind) + "': expected email, webhook or ntfy");
        };
    }

    private Channel mail(Mapping channel, String name) {
        Nodes.onlyKnown(
                channel,
                List.of(
                        "name",
                        "kind",
                        "host",
                        "port",
                        "security",
                        "user",
                        "password-file",
                        "password-variable",
                        "from",
                        "to",
                        "ca-file"));
        Node hostNode = Nodes.required(channel, "host");
        String host = Nodes.text(hostNode).strip();
        if (!HOST.matcher(host).matches()) {
            throw new ConfigurationProblem(hostNode.place() + ": '" + host + "' is no host name");
        }
        Security security = security(channel.entries().get("security"));
        int usualPort = switch (security) {
            case TLS -> 465;
            case STARTTLS -> 587;
            case NONE -> 25;
        };
        Optional<Secret> password = secret(channel, "password");
        String user = Nodes.optionalText(channel, "user").strip();
        if (security == Security.NONE && password.isPresent()) {
            throw new ConfigurationProblem(channel.place()
                    + ": with 'security: none' the password would travel readable: use starttls or tls, or take the"
                    + " password out");
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw new ConfigurationProblem(
                    channel.place() + ": a log-in needs 'user' and 'password-file' (or 'password-variable')");
        }
        List<Node> to = Nodes.items(Nodes.required(channel, "to"));
        if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
            throw new ConfigurationProblem(channel.place() + ": 'to' has 1 to " + MOST_RECIPIENTS + " addresses");
        }
        try {
            return new MailChannel(
                    name,
                    new MailSettings(
                            host,
                            NotifyReader.number(channel.entries().get("port"), usualPort, 1, 65_535),
                            security,
                            user,
                            password,
                            Nodes.text(Nodes.required(channel, "from")).strip(),
                            to.stream().map(node -> Nodes.text(node).strip()).toList(),
                            trust(channel),
                            times));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationProblem(
                    channel.place() + ": '" + e.getMessage() + "' is no mail address such as anne@example.org");
        }
    }

    private static Security security(@Nullable Node node) {
        if (node == null) {
            return Security.STARTTLS;
        }
        return switch (Nodes.text(node)) {
            case "starttls" -> Security.STARTTLS;
            case "tls" -> Security.TLS;
            case "none" -> Security.NONE;
            default ->
                throw new ConfigurationProblem(
                        node.place() + ": '" + Nodes.text(node) + "': expected starttls, tls or none");
        };
    }

    private static URI url(Mapping channel) {
        Node node = Nodes.required(channel, "url");
        try {
            URI url = URI.create(Nodes.text(node).strip());
            if (("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // told below, without the URL: it may hold a secret
        }
        throw new ConfigurationProblem(node.place()
                + ": this is no URL such as https://hooks.example.org/rempart (without user and password)");
    }

    /** Read at each use; once now, so that a missing one shows at the start. */
    private Optional<Secret> secret(Mapping channel, String word) {
        Node file = channel.entries().get(word + "-file");
        Node variable = channel.entries().get(word + "-variable");
        if (file != null && variable != null) {
            throw new ConfigurationProblem(
                    variable.place() + ": '" + word + "-file' and '" + word + "-variable' exclude each other");
        }
        if (file != null) {
            Path path = Path.of(Nodes.text(file).strip());
            fromFile(path, file);
            return Optional.of(new Secret(() -> fromFile(path, file)));
        }
        if (variable != null) {
            String name = Nodes.text(variable).strip();
            String value = environment.apply(name);
            if (value == null || value.isEmpty()) {
                throw new ConfigurationProblem(variable.place() + ": the environment has no variable '" + name + "'");
            }
            return Optional.of(new Secret(() -> value));
        }
        return Optional.empty();
    }

    private static String fromFile(Path path, Node place) {
        try {
            if (Files.size(path) <= LARGEST_SECRET_FILE) {
                try (var lines = Files.lines(path)) {
                    String secret = lines.findFirst().orElse("").strip();
                    if (!secret.isEmpty()) {
                        return secret;
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationProblem(place.place() + ": " + path + " can't be read");
        }
        throw new ConfigurationProblem(place.place() + ": the first line of " + path + " is empty; it is the secret");
    }

    /** Certificates of one's own authority, in PEM. */
    private static @Nullable SSLContext trust(Mapping channel) {
        Node node = channel.entries().get("ca-file");
        if (node == null) {
            return null;
        }
        Path path = Path.of(Nodes.text(node).strip());
        try (InputStream in = Files.newInputStream(path)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationProblem(
                    node.place() + ": " + path + " holds no certificates in PEM that can be read");
        }
    }
}
