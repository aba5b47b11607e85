package org.doorstep.notification;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.event.Session;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The messages of a person, and who missed them, in GraphQL. */
@Controller
class MessageController {

    private static final int MOST_AT_ONCE = 100;

    private final Inbox inbox;
    private final MessageTexts texts;
    private final BatchField<UUID, Integer> unreachable;

    MessageController(Inbox inbox, MessageTexts texts, BatchLoaderRegistry registry) {
        this.inbox = inbox;
        this.texts = texts;
        this.unreachable = new BatchField<>(
                registry,
                "Session.unreachableGuardians",
                (sessions, environment) -> inbox.unreachable(
                        sessions, environment.getGraphQlContext().get(Caller.KEY)));
    }

    @SchemaMapping
    Mono<Connection<Message>> messages(
            Viewer viewer,
            @Argument @Nullable Boolean unread,
            PageArguments page,
            DataFetchingEnvironment environment) {
        return inbox.ofPerson(viewer.personId(), unread, page, Selection.of(environment));
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
    Mono<Object> markMessagesRead(
            @Argument MarkMessagesReadInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        UUID person = caller.personId();
        return Refused.orResult(Mono.defer(() -> {
            new InputCheck()
                    .count(input.messageIds().size(), "messageIds", 1, MOST_AT_ONCE)
                    .orRefuse();
            List<UUID> ids = input.messageIds().stream().map(Message.ID::decode).toList();
            return inbox.read(person, ids, Selection.of(environment).at("messages"))
                    .map(MessagesMarkedRead::new);
        }));
    }
}
