package org.doorstep.notification;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of messages.
 *
 * @param templates the subscribe-message templates of the mini-program; a kind without one is not sent
 */
@ConfigurationProperties("doorstep.messages")
record MessageProperties(@Nullable Map<MessageKind, String> templates) {

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
