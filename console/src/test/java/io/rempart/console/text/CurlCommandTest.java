package io.rempart.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command is run by a real bash in which {@code curl} only tells what it was given. */
class CurlCommandTest {
    private static final String TELL = "curl() { printf '%s\\0' \"$@\"; if [ -p /dev/stdin ]; then cat; fi; }\n";

    @TempDir
    private Path directory;

    @BeforeAll
    static void hasBash() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
    }

    private static Event event(ByteText method, ByteText uri, List<HeaderField> headers, ByteText body, String host) {
        return new Event(
                AuditFormat.MODSECURITY2_JSON,
                "x",
                Instant.EPOCH,
                "",
                null,
                0,
                host,
                "192.0.2.10",
                8443,
                true,
                new Request(ByteText.EMPTY, method, uri, ByteText.of("HTTP/1.1"), headers, body),
                Response.NONE,
                List.of(),
                Disposition.BLOCKED,
                "",
                -1,
                -1,
                "",
                List.of());
    }

    private static HeaderField header(String name, String value) {
        return new HeaderField(bytes(name), bytes(value));
    }

    private static ByteText bytes(String latin1) {
        return ByteText.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What curl was given, and the standard input after it, bytes as Latin-1. */
    private List<String> given(CurlCommand command) throws Exception {
        assertThat(command.text().chars()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F);
        Path script = Files.writeString(directory.resolve("script"), TELL + command.text() + "\n");
        Path out = directory.resolve("out");
        Process bash = new ProcessBuilder("/bin/bash", "--norc", "--noprofile", script.toString())
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String text = new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1);
        return new ArrayList<>(Arrays.asList(text.split("\0", -1)));
    }

    @Test
    void givesCurlTheRequestAsItWas() throws Exception {
        CurlCommand command = CurlCommand.of(event(
                ByteText.of("POST"),
                ByteText.of("/shop/../x?id=1%27&b[]={1,2}"),
                List.of(header("Host", "shop.example.org"), header("X-Empty", ""), header("Content-Length", "9")),
                ByteText.of("@/etc/passwd=1"),
                "shop.example.org"));
        assertThat(command.isWhole()).isTrue();
        assertThat(given(command))
                .containsSubsequence("--request", "POST", "--header", "Host: shop.example.org", "--header", "X-Empty;")
                .containsSubsequence("--data-raw", "@/etc/passwd=1")
                .containsSubsequence("--url", "https://shop.example.org:8443/shop/../x?id=1%27&b[]={1,2}")
                .contains("--globoff", "--path-as-is")
                .doesNotContain("Content-Length: 9");
    }

    @Test
    void letsNoPartBecomeACommandAnOptionOrAFile() throws Exception {
        String evil = "'; touch pwned; $(touch pwned) `touch pwned` \\' \" ! \u001b]0;x\u0007 \u202e\u00e9\t";
        CurlCommand command = CurlCommand.of(event(
                bytes("-K/etc/passwd" + evil),
                bytes("-o pwned" + evil),
                List.of(header("@/etc/passwd", "x"), header("X" + evil, evil), header("Y", "a\r\n-o: pwned")),
                bytes(evil),
                "evil'; touch pwned"));
        List<String> given = given(command);
        assertThat(directory.resolve("pwned")).doesNotExist();
        assertThat(command.isWhole()).isFalse();
        String sent = bytes(evil).toLatin1();
        assertThat(given)
                .containsSubsequence("--request", "-K/etc/passwd" + sent)
                .containsSubsequence("--header", "X" + sent + ": " + sent)
                .containsSubsequence("--data-raw", sent)
                .noneMatch(part -> part.startsWith("@") || part.contains("pwned\n"));
        assertThat(given.get(given.indexOf("--url") + 1)).startsWith("https://192.0.2.10:8443/-o pwned");
    }

    @Test
    void sendsEveryByteOfABody() throws Exception {
        byte[] all = new byte[2_000];
        new Random(7).nextBytes(all);
        CurlCommand command = CurlCommand.of(
                event(ByteText.of("POST"), ByteText.of("/"), List.of(), ByteText.of(all), "shop.example.org"));
        List<String> given = given(command);
        assertThat(given).containsSubsequence("--data-binary", "@-");
        int url = given.indexOf("--url");
        String body = String.join("\0", given.subList(url + 2, given.size()));
        assertThat(body).isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
    }

    @Test
    void leavesOutABodyPastTheLimitAndSaysSo() {
        ByteText atLimit = ByteText.of(new byte[CurlCommand.LONGEST_BODY]);
        ByteText past = ByteText.of(new byte[CurlCommand.LONGEST_BODY + 1]);
        assertThat(CurlCommand.of(event(ByteText.of("POST"), ByteText.of("/"), List.of(), atLimit, "a"))
                        .isWhole())
                .isTrue();
        assertThat(CurlCommand.of(event(ByteText.of("POST"), ByteText.of("/"), List.of(), past, "a"))
                        .isWhole())
                .isFalse();
    }
}
