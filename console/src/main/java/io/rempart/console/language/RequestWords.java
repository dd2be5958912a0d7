package io.rempart.console.language;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.servlet.LocaleResolver;

/**
 * The words of what refuses a request before a page or the API sees it, in the language of who asks. The first filter puts it on
 * the request, and every later one finds it there. Immutable.
 */
public final class RequestWords {
    private static final String ATTRIBUTE = RequestWords.class.getName();

    private final MessageSource messages;
    private final LocaleResolver languages;

    public RequestWords(MessageSource messages, LocaleResolver languages) {
        this.messages = messages;
        this.languages = languages;
    }

    public void putOn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** The message of that key: in the language of the account where one is known by now, else of the browser. */
    public static String text(HttpServletRequest request, String key, @Nullable Object... arguments) {
        RequestWords words = (RequestWords) Objects.requireNonNull(request.getAttribute(ATTRIBUTE));
        return words.messages.getMessage(key, arguments, words.languages.resolveLocale(request));
    }
}
