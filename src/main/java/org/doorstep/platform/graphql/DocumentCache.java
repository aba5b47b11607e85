package org.doorstep.platform.graphql;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;

/** Keeps the documents asked for most parsed and validated; bounded by their total length. */
@Component
class DocumentCache implements PreparsedDocumentProvider, GraphQlSourceBuilderCustomizer {

    private static final int MAX_CHARACTERS = 4_000_000;

    /** Validation answers in the language of the request, so a refused document is kept once a language. */
    private record Key(String document, String language) {}

    private final AsyncCache<Key, PreparsedDocumentEntry> entries = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((Key key, PreparsedDocumentEntry entry) -> key.document().length())
            .buildAsync();

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
        Key key = new Key(input.getQuery(), input.getLocale().getLanguage());
        CompletableFuture<PreparsedDocumentEntry> parsed = new CompletableFuture<>();
        CompletableFuture<PreparsedDocumentEntry> known = entries.asMap().putIfAbsent(key, parsed);
        if (known != null) {
            return known;
        }
        // parsed by the caller's own thread, since another one would only be waited for
        try {
            parsed.complete(parse.apply(input));
        } catch (RuntimeException e) {
            parsed.completeExceptionally(e);
        }
        return parsed;
    }

    @Override
    public void customize(GraphQlSource.SchemaResourceBuilder builder) {
        builder.configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(this));
    }
}
