package org.doorstep.platform.page;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A page of a list. The total is there only when the query asked for it. */
public final class Connection<T> {

    /** An item of a list with its cursor. */
    public record Edge<T>(String cursor, T node) {}

    /** Where a page lies in its list. */
    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    private final List<Edge<T>> edges;
    private final PageInfo pageInfo;
    private final @Nullable Integer total;

    public Connection(List<Edge<T>> edges, PageInfo pageInfo, @Nullable Integer total) {
        this.edges = List.copyOf(edges);
        this.pageInfo = pageInfo;
        this.total = total;
    }

    public List<Edge<T>> edges() {
        return edges;
    }

    public List<T> nodes() {
        return edges.stream().map(Edge::node).toList();
    }

    public PageInfo pageInfo() {
        return pageInfo;
    }

    public Integer totalCount() {
        return Objects.requireNonNull(total, "totalCount was not counted");
    }
}
