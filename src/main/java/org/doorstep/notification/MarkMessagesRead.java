package org.doorstep.notification;

import java.util.List;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Marks messages of a person as read; those that no longer stand are left out of the answer. */
@Component
class MarkMessagesRead {

    /** Messages that a person has seen. */
    record Input(List<String> messageIds) {}

    /** Messages that are read. */
    record MessagesMarkedRead(List<Message> messages) {}

    private static final int MOST_AT_ONCE = 100;

    private final Inbox inbox;

    MarkMessagesRead(Inbox inbox) {
        this.inbox = inbox;
    }

    Mono<MessagesMarkedRead> mark(Caller caller, Input input, Selection selection) {
        UUID person = caller.personId();
        new InputCheck()
                .count(input.messageIds().size(), "messageIds", 1, MOST_AT_ONCE)
                .orRefuse();
        List<UUID> ids = input.messageIds().stream().map(Message.ID::decode).toList();
        return inbox.read(person, ids, selection).map(MessagesMarkedRead::new);
    }
}
