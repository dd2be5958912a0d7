package io.rempart.console.page;

import io.rempart.console.language.Wording;

/** Who decided, in words: {@code policy:attackers} is "policy attackers". */
final class Authors {
    private Authors() {}

    static String text(String author, Wording wording) {
        int colon = author.indexOf(':');
        String kind = colon < 0 ? "" : author.substring(0, colon);
        String name = author.substring(colon + 1);
        return switch (kind) {
            case "person" -> name;
            case "policy" -> wording.text("author.policy", name);
            case "command" -> wording.text("author.command", name);
            case "feed" -> wording.text("author.feed", name);
            case "token" -> wording.text("author.token", name);
            default -> author;
        };
    }
}
