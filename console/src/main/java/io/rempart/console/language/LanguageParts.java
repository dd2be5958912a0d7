package io.rempart.console.language;

import io.rempart.console.ConsoleSettings;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.LocaleResolver;

/** Texts and the choice of language. */
@Configuration(proxyBeanMethods = false)
public class LanguageParts {
    public static final String BUNDLE = "io.rempart.console.messages";

    @Bean
    public MessageSource messageSource() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename(BUNDLE);
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @Bean
    LocaleResolver localeResolver(ConsoleSettings settings) {
        return new LanguageOfPerson(settings.defaultLanguage());
    }
}
