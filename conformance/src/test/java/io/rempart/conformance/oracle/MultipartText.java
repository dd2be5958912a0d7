package io.rempart.conformance.oracle;

import java.util.List;
import java.util.Random;

/** Writes named values as multipart/form-data: as browsers do, and with one oddity in a third of the bodies. */
final class MultipartText {
    private final Random random;
    private final String boundary;
    private final int oddity;

    MultipartText(Random random) {
        this.random = random;
        boundary = Carrier.pick(random, "----WebKitFormBoundaryqwF1AwVvapGvlwKQ", "xyz", "--a", "0000", "a'b");
        oddity = random.nextInt(45);
    }

    /** The Content-Type that belongs to it. */
    String type() {
        return switch (oddity) {
            case 0 -> "multipart/form-data; boundary=\"" + boundary + "\"";
            case 1 -> "multipart/form-data; boundary= " + boundary;
            case 2 -> "multipart/form-data, boundary=" + boundary;
            case 3 -> "multipart/form-data; charset=utf-8; boundary=" + boundary;
            case 4 -> "multipart/form-data; boundary=" + boundary + "; boundary=other";
            case 5 -> "Multipart/Form-Data; BOUNDARY=" + boundary;
            case 6 -> "multipart/form-data";
            case 7 -> "multipart/form-data; boundary=" + boundary + "x";
            default -> "multipart/form-data; boundary=" + boundary;
        };
    }

    String of(List<Exchange.Field> values) {
        String end = oddity == 8 ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder(oddity == 9 ? "preamble\r\n" : "");
        for (Exchange.Field value : values) {
            text.append("--").append(boundary).append(oddity == 10 ? " " : "").append(end);
            part(text, value, oddity == 11 && random.nextBoolean() ? "\n" : end);
        }
        if (oddity != 12) {
            text.append("--").append(boundary).append("--").append(oddity == 13 ? "" : end);
        }
        return text + (oddity == 14 ? "epilogue" : "");
    }

    private void part(StringBuilder text, Exchange.Field value, String end) {
        String name = value.name().replace('"', '\'').replaceAll("[\\r\\n]", "");
        String disposition = switch (oddity) {
            case 15 -> "form-data; name=" + name;
            case 16 -> "form-data; name='" + name + "'";
            case 17 -> "form-data; name=\"" + name + "\"; name=\"twice\"";
            case 18 -> "form-data name=\"" + name + "\"";
            case 19 -> "form-data; filename=\"only.txt\"";
            case 20 -> "form-data;" + end + "\tname=\"" + name + "\"";
            case 21 -> "form-data; name=\"" + name + "\"; filename*=UTF-8''a%20b";
            case 22 -> "form-data; name=\"a\\\"" + name + "\"";
            case 23 -> "attachment; name=\"" + name + "\"";
            default -> "form-data; name=\"" + name + "\"";
        };
        boolean file = random.nextInt(4) == 0;
        if (file && oddity > 23) {
            String filename =
                    Carrier.pick(random, "a.txt", "x.php", "a'b.jpg", "..\\..\\x.jsp", "", "a;b.png", ".htaccess");
            disposition += "; filename=\"" + filename + "\"";
        }
        text.append("Content-Disposition: ").append(disposition).append(end);
        if (file || random.nextInt(8) == 0) {
            text.append("Content-Type: ")
                    .append(Carrier.pick(random, "text/plain", "image/png", "text/plain; charset=utf-7", "text/html"))
                    .append(end);
        }
        switch (oddity) {
            case 24 ->
                text.append("X-Part: ").append(Carrier.line(value.value())).append(end);
            case 25 -> text.append("Content-Transfer-Encoding: base64").append(end);
            case 26 -> text.append("no colon here").append(end);
            case 27 ->
                text.append("Content-Disposition: form-data; name=\"second\"").append(end);
            case 28 -> text.append("X-\u00E9: odd").append(end);
            default -> {}
        }
        text.append(end).append(value.value()).append(end);
    }
}
