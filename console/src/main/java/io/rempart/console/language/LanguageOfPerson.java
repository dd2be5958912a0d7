package io.rempart.console.language;

import io.rempart.console.security.Person;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.LocaleResolver;

/** The language of a page: the account's, else the cookie's, else the first of the browser's that we have, else the default. */
public final class LanguageOfPerson implements LocaleResolver {
    public static final String COOKIE = "rempart-language";

    private final Locale otherwise;

    LanguageOfPerson(Locale otherwise) {
        this.otherwise = Languages.of(otherwise.toLanguageTag()).orElse(Locale.ENGLISH);
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return ofAccount().or(() -> ofCookie(request)).orElseGet(() -> ofBrowser(request));
    }

    private static Optional<Locale> ofAccount() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof Person person
                ? Languages.of(person.language())
                : Optional.empty();
    }

    private static Optional<Locale> ofCookie(HttpServletRequest request) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(COOKIE)) {
                    return Languages.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private Locale ofBrowser(HttpServletRequest request) {
        if (request.getHeader("Accept-Language") != null) {
            for (Locale wanted : Collections.list(request.getLocales())) {
                Optional<Locale> language = Languages.of(wanted.toLanguageTag());
                if (language.isPresent()) {
                    return language.get();
                }
            }
        }
        return otherwise;
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is chosen by its own form");
    }
}
