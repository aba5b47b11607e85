package org.doorstep.platform.projection;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The select list and the joins for one selection, and the reading of its rows. The root table has the alias {@value
 * #ROOT}. A plan is used for one statement and by one thread at a time.
 */
public final class Plan<T> {

    /** Alias of the root table, for conditions and orders. */
    public static final String ROOT = "t";

    private static final int LONGEST_NAME = 63;

    private final Projection<T> projection;
    private final String alias;
    private final Statement statement;
    private final Map<Column<?>, Integer> indexes = new HashMap<>();
    private final Map<ToOne<?>, Plan<?>> joined = new HashMap<>();

    Plan(Projection<T> projection, Selection selection) {
        this(projection, selection, ROOT, new Statement(projection.table() + " " + ROOT));
    }

    private Plan(Projection<T> projection, Selection selection, String alias, Statement statement) {
        this.projection = projection;
        this.alias = alias;
        this.statement = statement;
        projection.columnsFor(selection).forEach(this::require);
        projection.associationsFor(selection).forEach(one -> join(one, selection.at(one.name())));
    }

    private <C> void join(ToOne<C> one, Selection selection) {
        String path = alias + "_" + one.name().toLowerCase(Locale.ROOT);
        // PostgreSQL cuts names, and two that were cut are one
        String childAlias = path.length() <= LONGEST_NAME ? path : ROOT + "_" + ++statement.joins;
        statement.from.append(one.join(alias, childAlias));
        joined.put(one, new Plan<>(one.target().get(), selection, childAlias, statement));
    }

    /** Adds a column of the root that no selected field asks for, such as one that the list is sorted by. */
    public Plan<T> require(Column<?> column) {
        indexes.computeIfAbsent(column, c -> {
            statement.columns.add(c);
            statement.expressions.add(c.in(alias));
            return statement.columns.size() - 1;
        });
        return this;
    }

    /** The select list. */
    public String columns() {
        return String.join(", ", statement.expressions);
    }

    /** Names for the columns of this plan where they are read from a subquery, such as {@code c0, c1}. */
    public String numbered(String prefix) {
        return IntStream.range(0, statement.columns.size())
                .mapToObj(i -> prefix + i)
                .collect(Collectors.joining(", "));
    }

    /** The root table and its joins. */
    public String from() {
        return statement.from.toString();
    }

    /** {@code select … from …}, to be followed by a condition. */
    public String select() {
        return "select " + columns() + " from " + from() + " ";
    }

    /** The object in a row whose first columns are those of this plan. */
    public T read(Readable row) {
        return readFrom(values(row, 0));
    }

    /** The object in a row whose columns begin at an index, counted from zero. */
    public T read(Readable row, int offset) {
        return readFrom(values(row, offset));
    }

    /** The columns of a row themselves, for a sort key. */
    public Selected selected(Readable row) {
        return new Selected(this, values(row, 0));
    }

    private @Nullable Object[] values(Readable row, int offset) {
        @Nullable Object[] values = new Object[statement.columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(offset + i, statement.columns.get(i).type());
        }
        return values;
    }

    T readFrom(@Nullable Object[] values) {
        return projection.construct(new Selected(this, values));
    }

    int indexOf(Column<?> column) {
        Integer index = indexes.get(column);
        if (index == null) {
            throw new IllegalStateException("Column " + column.name() + " of " + projection.table() + " is not read");
        }
        return index;
    }

    boolean reads(Column<?> column) {
        return indexes.containsKey(column);
    }

    @SuppressWarnings("unchecked")
    <C> Plan<C> joined(ToOne<C> one) {
        Plan<?> plan = joined.get(one);
        if (plan == null) {
            throw new IllegalStateException(one.name() + " of " + projection.table() + " is not joined");
        }
        return (Plan<C>) plan;
    }

    private static final class Statement {
        final List<Column<?>> columns = new ArrayList<>();
        final List<String> expressions = new ArrayList<>();
        final StringBuilder from;
        int joins;

        Statement(String root) {
            this.from = new StringBuilder(root);
        }
    }
}
