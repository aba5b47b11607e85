package org.doorstep.platform.graphql;

import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the selections of an operation with each fragment written out wherever it is spread, without writing it out:
 * thirty fragments that each spread the next one twice are a thousand million selections.
 */
final class DocumentSize {

    private final Map<String, FragmentDefinition> fragments;
    private final long limit;
    private final Map<String, Long> known = new HashMap<>();

    DocumentSize(Map<String, FragmentDefinition> fragments, long limit) {
        this.fragments = fragments;
        this.limit = limit;
    }

    /** The number of selections; one above the limit when there are more. */
    long of(OperationDefinition operation) {
        return of(operation.getSelectionSet());
    }

    private long of(@Nullable SelectionSet selections) {
        long size = 0;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                size = Math.min(limit + 1, size + 1 + below(selection));
            }
        }
        return size;
    }

    private long below(Selection<?> selection) {
        if (selection instanceof Field field) {
            return of(field.getSelectionSet());
        }
        if (selection instanceof InlineFragment fragment) {
            return of(fragment.getSelectionSet());
        }
        String name = ((FragmentSpread) selection).getName();
        Long before = known.get(name);
        if (before != null) {
            return before;
        }
        FragmentDefinition fragment = fragments.get(name);
        // a fragment that leads back to itself is left to validation
        known.put(name, 0L);
        long size = fragment == null ? 0 : of(fragment.getSelectionSet());
        known.put(name, size);
        return size;
    }
}
