package io.rempart.events.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuickLookTest {
    private final SecretNames names = new SecretNames(List.of(), List.of());
    private final MaskToken token = new MaskToken("sixteen bytes or more".getBytes(StandardCharsets.US_ASCII));
    private final TextMasker texts = new TextMasker(names, token, true);
    private final QuickLook quick = new QuickLook(names, true);

    /** What secrets are found by, what they are made of, and what hides or breaks them. */
    private static final String[] PIECES = {
        "password",
        "PassWord",
        "pass",
        "pwd",
        "sid",
        "user",
        "q",
        "x",
        "n",
        "t",
        "ARGS",
        "ARGS_GET",
        "REQUEST_COOKIES",
        "XML",
        "JSON",
        "args",
        "SESSION",
        "=",
        "=",
        ":",
        ": ",
        " : ",
        "\\\"",
        "\\\\\\\"",
        "\\\\x22",
        "%22",
        "\\\\",
        "\\/",
        "\\n",
        "\\r\\n",
        "\\t",
        "\\b",
        "\\f",
        "\\u003d",
        "\\u0070",
        "\\q",
        "/",
        "//",
        "://",
        "@",
        "?",
        "#",
        " ",
        "&",
        ";",
        "<",
        ">",
        "</",
        "name=",
        "name=\\\"",
        "filename=\\\"",
        "[data \\\"",
        "\\\"]",
        "Matched Data: ",
        " found within ",
        "eyJ",
        "eyJhbGciOiJIUzI1NiJ9",
        ".eyJzdWIiOiJhbm4ifQ",
        ".c2lnbmF0dXJlLWhlcmUtaXQtaXM",
        "4111",
        "1111",
        "-",
        "+",
        "4111111111111111",
        "5500005555555559",
        "37828224631000",
        "5",
        "%70",
        "%",
        "[",
        "]",
        ".",
        "_",
        "$",
        "\u00e9",
        "\\\\x70",
        "[masked:1f3a9c0b2d4e]",
        "\r\n\r\n",
        "\t",
        "\n--",
        "{",
        "}",
        ",",
        "1234",
        "(Value: `",
        "' )"
    };

    @Test
    void clearsNoTextThatTheMaskerWouldChange() {
        Random random = new Random(20261125);
        int changed = 0;
        int cleared = 0;
        for (int run = 0; run < 100_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(14); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] in = (text + "\",\"password=x\"").getBytes(StandardCharsets.ISO_8859_1);
            int end = QuickLook.closingQuote(in, 0);
            String value = JsonText.unescaped(in, 0, end);
            for (TextMasker.Kind kind : TextMasker.Kind.values()) {
                int seen = quick.look(in, 0, in.length, QuickLook.Text.valueOf(kind.name()));
                assertThat(seen < 0 ? -seen - 1 : seen).as("%s", text).isEqualTo(end);
                boolean changes = !texts.mask(value, kind).equals(value);
                boolean mentions = kind == TextMasker.Kind.MESSAGE && texts.mentionsSecretVariable(value);
                changed += changes ? 1 : 0;
                cleared += seen < 0 ? 0 : 1;
                assertThat(seen >= 0 && (changes || mentions))
                        .as("%s text %s", kind, text)
                        .isFalse();
            }
        }
        assertThat(changed).as("texts with a secret").isGreaterThan(20_000);
        assertThat(cleared).as("texts without, known at once").isGreaterThan(50_000);
    }

    @Test
    void clearsTheUsualTextsOfALog() {
        for (String text : List.of(
                "GET /static/index.html?page=2&sort=name HTTP/1.1",
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "https://www.example.org:8443/admin/login",
                "Sun, 22 Nov 2026 09:17:41 GMT",
                "Warning. Pattern match \\\"^[\\\\\\\\d.:]+$\\\" at REQUEST_HEADERS:Host. [file \\\"/usr/x.conf\\\"] [line \\\"736\\\"]"
                        + " [id \\\"920350\\\"] [data \\\"127.0.0.1:8080\\\"] [ver \\\"OWASP_CRS/3.3.4\\\"]")) {
            byte[] in = (text + "\"").getBytes(StandardCharsets.ISO_8859_1);
            for (QuickLook.Text kind : List.of(QuickLook.Text.URL, QuickLook.Text.BODY, QuickLook.Text.MESSAGE)) {
                assertThat(quick.look(in, 0, in.length, kind)).as(text).isEqualTo(in.length - 1);
            }
        }
    }
}
