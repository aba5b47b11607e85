package org.doorstep.platform.graphql;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
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

    /** The language of a request; a WebSocket has that of its handshake. */
    static Locale localeOf(WebGraphQlRequest request) {
        Locale known = request.getLocale();
        // on a WebSocket it is the machine's own
        if (known != null && !(request instanceof WebSocketGraphQlRequest)) {
            return languageOf(known);
        }
        try {
            List<Locale> accepted = request.getHeaders().getAcceptLanguageAsLocales();
            return accepted.isEmpty() ? Locale.SIMPLIFIED_CHINESE : languageOf(accepted.get(0));
        } catch (IllegalArgumentException e) {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }

    private static Locale languageOf(Locale locale) {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage()) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
    }
}
