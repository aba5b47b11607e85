package org.doorstep.platform.page;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import org.doorstep.platform.graphql.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: {@code first} after a cursor, or {@code last} before one.
 *
 * @param size 1 to {@value #MAX}, {@value #DEFAULT} unless said
 * @param backward whether the page is counted from the end of the list
 */
public record PageArguments(int size, @Nullable String cursor, boolean backward) {

    public static final int MAX = 100;
    public static final int DEFAULT = 20;

    /** Those of the connection field that is being fetched; a {@code BAD_REQUEST} fault when they contradict or are out of range. */
    public static PageArguments of(DataFetchingEnvironment environment) {
        return of(
                environment.getArgument("first"),
                environment.getArgument("after"),
                environment.getArgument("last"),
                environment.getArgument("before"));
    }

    /** {@code first} of a list without cursors; a {@code BAD_REQUEST} fault unless it is 1 to {@code max}. */
    public static int first(DataFetchingEnvironment environment, int max) {
        int first = Objects.requireNonNull(environment.<Integer>getArgument("first"));
        if (first < 1 || first > max) {
            throw Fault.badRequest("page.size", max);
        }
        return first;
    }

    /** Checks the arguments of a connection field; a {@code BAD_REQUEST} fault when they contradict or are out of range. */
    static PageArguments of(
            @Nullable Integer first, @Nullable String after, @Nullable Integer last, @Nullable String before) {
        boolean backward = last != null || before != null;
        if (backward && (first != null || after != null)) {
            throw Fault.badRequest("page.both-directions");
        }
        Integer asked = backward ? last : first;
        int size = asked == null ? DEFAULT : asked;
        if (size < 1 || size > MAX) {
            throw Fault.badRequest("page.size", MAX);
        }
        return new PageArguments(size, backward ? before : after, backward);
    }
}
