package org.doorstep.notification;

import graphql.schema.DataFetchingEnvironment;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.notification.MarkMessagesRead.MessagesMarkedRead;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The messages of a person, and who missed them, in GraphQL. */
@Controller
class MessageController {

    private final Inbox inbox;
    private final MarkMessagesRead markMessagesRead;
    private final MessageTexts texts;
    private final BatchField<UUID, Integer> unreachable;

    MessageController(
            Inbox inbox, MarkMessagesRead markMessagesRead, MessageTexts texts, BatchLoaderRegistry registry) {
        this.inbox = inbox;
        this.markMessagesRead = markMessagesRead;
        this.texts = texts;
        this.unreachable = new BatchField<>(
                registry,
                "Session.unreachableGuardians",
                (sessions, environment) -> inbox.unreachable(sessions, Caller.of(environment)));
    }

    @SchemaMapping
    Mono<Connection<Message>> messages(
            Viewer viewer, @Argument @Nullable Boolean unread, PageArguments page, Selection selection) {
        return inbox.ofPerson(viewer.personId(), unread, page, selection);
    }

    @SchemaMapping
    String text(Message message, Locale locale) {
        return texts.sentence(message.subject(), locale);
    }

    @SchemaMapping
    CompletableFuture<Integer> unreachableGuardians(Session session, DataFetchingEnvironment environment) {
        return unreachable.load(session.uuid(), environment);
    }

    @MutationMapping
    Mono<MessagesMarkedRead> markMessagesRead(
            @Argument MarkMessagesRead.Input input, Caller caller, Selection selection) {
        return markMessagesRead.mark(caller, input, selection.at("messages"));
    }
}
