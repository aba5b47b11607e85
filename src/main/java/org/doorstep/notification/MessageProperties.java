package org.doorstep.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.doorstep.notification.MessageTexts.MessagePart;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of messages.
 *
 * @param templates the subscribe-message templates of the mini-program; a kind without one is not sent
 * @param fields what each field of a kind's template shows
 * @param page the page of the mini-program that a message opens; the booking's id is added
 * @param miniProgramState which version of the mini-program a message opens: formal, trial or developer
 * @param remindBefore how long before a session its reminder is sent
 * @param atOnce how many messages an instance sends at a time
 * @param lease how long an instance may take for one of them
 * @param mostAttempts after so many a message is not tried again
 * @param firstPause how long to wait after a first failure; twice as long after each further one
 */
@ConfigurationProperties("doorstep.messages")
record MessageProperties(
        @Nullable Map<MessageKind, String> templates,
        @Nullable Map<MessageKind, Map<String, MessagePart>> fields,
        @DefaultValue("pages/booking/booking") String page,
        @DefaultValue("formal") String miniProgramState,
        @DefaultValue("24h") Duration remindBefore,
        @DefaultValue("4") int atOnce,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("8") int mostAttempts,
        @DefaultValue("10s") Duration firstPause) {

    private static final Map<String, MessagePart> USUAL_FIELDS = Map.of(
            "thing1", MessagePart.EVENT,
            "time2", MessagePart.TIME,
            "thing3", MessagePart.STATION,
            "thing4", MessagePart.NOTE);

    MessageProperties {
        Map<MessageKind, String> named = new EnumMap<>(MessageKind.class);
        if (templates != null) {
            templates.forEach((kind, id) -> {
                if (!id.isBlank()) {
                    named.put(kind, id);
                }
            });
        }
        templates = Map.copyOf(named);
    }

    /** The template of a kind; where none is configured, the kind's own name stands for it. */
    String templateOf(MessageKind kind) {
        return configured().getOrDefault(kind, kind.name());
    }

    /** The templates of the kinds that can be sent. */
    Map<MessageKind, String> configured() {
        return templates == null ? Map.of() : templates;
    }

    Map<String, MessagePart> fieldsOf(MessageKind kind) {
        return fields == null ? USUAL_FIELDS : fields.getOrDefault(kind, USUAL_FIELDS);
    }

    /** Every template, with the kinds that go by it. */
    Map<String, List<MessageKind>> kindsByTemplate() {
        Map<String, List<MessageKind>> kinds = new LinkedHashMap<>();
        for (MessageKind kind : MessageKind.values()) {
            kinds.computeIfAbsent(templateOf(kind), template -> new ArrayList<>())
                    .add(kind);
        }
        return kinds;
    }
}
