package io.rempart.console.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Style sheets, scripts and icons, named one by one and held in memory: a path that isn't in the list doesn't exist. Their
 * address contains a fingerprint of all of them, so browsers keep them until the next version. Immutable.
 */
public final class Assets {
    private static final List<String> NAMES = List.of(
            "console.css",
            "console.js",
            "chart.js",
            "countdown.js",
            "keyboard.js",
            "live.js",
            "passkeys.js",
            "times.js",
            "icons.svg",
            "icon.svg",
            "vendor/htmx.min.js");

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final String fingerprint;

    Assets() {
        MessageDigest digest = sha256();
        for (String name : NAMES) {
            try (InputStream in = Assets.class.getResourceAsStream("/static/" + name)) {
                if (in == null) {
                    throw new IllegalStateException(
                            "the console's file static/" + name + " is missing from the program");
                }
                byte[] bytes = in.readAllBytes();
                files.put(name, bytes);
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("the console's file static/" + name + " can't be read", e);
            }
        }
        fingerprint = HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** Where the files are: {@code /assets/0123456789abcdef}. */
    String base() {
        return "/assets/" + fingerprint;
    }

    Optional<byte[]> file(String wantedFingerprint, String name) {
        return wantedFingerprint.equals(fingerprint) ? Optional.ofNullable(files.get(name)) : Optional.empty();
    }

    static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
