package org.doorstep.notification;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.doorstep.platform.graphql.Messages;
import org.springframework.stereotype.Component;

/** The words of a message, which never name a child. */
@Component
class MessageTexts {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

    private final Messages messages;

    MessageTexts(Messages messages) {
        this.messages = messages;
    }

    /** A sentence for the list of messages. */
    String sentence(Message.Subject subject, Locale locale) {
        return messages.of(
                "message." + key(subject),
                locale,
                subject.event(),
                subject.station(),
                MOMENT.format(subject.startsAt()));
    }

    private static String key(Message.Subject subject) {
        return subject.kind() != MessageKind.CANCELLATION || subject.cancellation() == null
                ? subject.kind().name()
                : subject.kind() + "." + subject.cancellation();
    }
}
