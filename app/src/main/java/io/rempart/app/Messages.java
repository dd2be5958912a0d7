package io.rempart.app;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** What the command says to people, in the language of the terminal (English or French). Thread-safe. */
public final class Messages {
    private static final ResourceBundle BUNDLE = bundle(terminalLocale());

    private Messages() {}

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(
                "io.rempart.app.messages",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The text of a key with its arguments ({@link MessageFormat}) put in, in the language of the terminal. */
    public static String text(String key, Object... arguments) {
        return text(BUNDLE, terminalLocale(), key, arguments);
    }

    /** The same in another language: that of the page it is shown on. */
    public static String in(Locale language, String key, Object... arguments) {
        Locale spoken = spoken(language);
        return text(bundle(spoken), spoken, key, arguments);
    }

    /** French or English. */
    public static Locale spoken(Locale language) {
        return language.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ENGLISH;
    }

    private static String text(ResourceBundle bundle, Locale language, String key, Object... arguments) {
        try {
            // An apostrophe is an apostrophe, as in the texts that picocli takes from the same file.
            String pattern = bundle.getString(key).replace("'", "''");
            return new MessageFormat(pattern, language).format(arguments);
        } catch (MissingResourceException e) {
            throw new IllegalStateException("no text for '" + key + "'", e);
        }
    }

    static ResourceBundle bundle() {
        return BUNDLE;
    }

    /** French when LC_ALL, LC_MESSAGES or LANG says so, English else. */
    public static Locale terminalLocale() {
        for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = System.getenv(variable);
            if (value != null && !value.isEmpty()) {
                return value.startsWith("fr") ? Locale.FRENCH : Locale.ENGLISH;
            }
        }
        return Locale.ENGLISH;
    }
}
