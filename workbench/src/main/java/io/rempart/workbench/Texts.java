package io.rempart.workbench;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the workbench says to people, in English or French. Immutable. */
public final class Texts {
    private final ResourceBundle bundle;
    private final Locale locale;

    /** In French for a French locale, else in English. */
    public Texts(Locale locale) {
        this.locale = locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ENGLISH;
        bundle = ResourceBundle.getBundle(
                "io.rempart.workbench.messages",
                this.locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The text of a key with its arguments put in; an apostrophe is an apostrophe. */
    public String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key).replace("'", "''"), locale).format(arguments);
    }

    /** The language of the texts. */
    public Locale locale() {
        return locale;
    }
}
