package org.doorstep.platform.graphql;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Sentences for people, from {@code messages/*.properties}; Chinese unless the request asks for English. */
@Component
public class Messages {

    private final MessageSource source;

    Messages(MessageSource source) {
        this.source = source;
    }

    public String of(String key, Locale locale, Object... arguments) {
        return source.getMessage(key, arguments, languageOf(locale));
    }

    public String of(Fault fault, Locale locale) {
        return of("fault." + fault.key(), locale, fault.arguments());
    }

    private static Locale languageOf(Locale locale) {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
    }
}
