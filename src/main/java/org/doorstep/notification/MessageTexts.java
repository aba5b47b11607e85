package org.doorstep.notification;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.doorstep.booking.Booking;
import org.doorstep.platform.graphql.Messages;
import org.doorstep.platform.time.CityTime;
import org.springframework.stereotype.Component;

/** The words of a message, which never name a child. */
@Component
class MessageTexts {

    /** What a field of a template can show. */
    enum MessagePart {
        /** The event's title. */
        EVENT,
        /** The station's name. */
        STATION,
        /** When to answer an offer or a question, when an uncollected child's session ended, else when the session begins. */
        TIME,
        /** What happened, in a few words. */
        NOTE
    }

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(CityTime.ZONE);

    // in this form in every language
    private static final DateTimeFormatter WECHAT_MOMENT =
            DateTimeFormatter.ofPattern("yyyy年MM月dd日 HH:mm", Locale.ROOT).withZone(CityTime.ZONE);
    private static final int LONGEST_THING = 20;

    private final Messages messages;
    private final MessageProperties properties;

    MessageTexts(Messages messages, MessageProperties properties) {
        this.messages = messages;
        this.properties = properties;
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

    /** The message as WeChat takes it. */
    SubscribeMessage forWeChat(Outgoing message) {
        Map<String, SubscribeMessage.Value> data = new TreeMap<>();
        properties
                .fieldsOf(message.subject().kind())
                .forEach((field, part) ->
                        data.put(field, new SubscribeMessage.Value(limited(field, part(message, part)))));
        return new SubscribeMessage(
                message.openid(),
                message.template(),
                properties.page() + "?id=" + Booking.ID.encode(message.booking()),
                properties.miniProgramState(),
                message.locale().getLanguage().equals("en") ? "en_US" : "zh_CN",
                data);
    }

    private String part(Outgoing message, MessagePart part) {
        return switch (part) {
            case EVENT -> message.subject().event();
            case STATION -> message.subject().station();
            case TIME -> WECHAT_MOMENT.format(message.time());
            case NOTE -> messages.of("note." + key(message.subject()), message.locale());
        };
    }

    private static String limited(String field, String text) {
        if (!field.startsWith("thing") || text.codePointCount(0, text.length()) <= LONGEST_THING) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_THING - 1)) + "…";
    }

    private static String key(Message.Subject subject) {
        return subject.kind() != MessageKind.CANCELLATION || subject.cancellation() == null
                ? subject.kind().name()
                : subject.kind() + "." + subject.cancellation();
    }
}
