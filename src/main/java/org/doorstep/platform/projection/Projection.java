package org.doorstep.platform.projection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * How objects of one GraphQL type are read from a table: which columns each field needs and which fields are to-one
 * associations. A field that stands in neither is resolved elsewhere and needs no more than the key and the columns
 * that are always read.
 */
public final class Projection<T> {

    /** The primary key, read always. */
    public static final Column<UUID> ID = Column.of("id", UUID.class);

    private final String table;
    private final Function<Selected, T> constructor;
    private final Map<String, List<Column<?>>> fields = new LinkedHashMap<>();
    private final Map<String, ToOne<?>> associations = new LinkedHashMap<>();
    private final Set<Column<?>> always = new LinkedHashSet<>(List.of(ID));

    private Projection(String table, Function<Selected, T> constructor) {
        this.table = table;
        this.constructor = constructor;
    }

    public static <T> Projection<T> of(String table, Function<Selected, T> constructor) {
        return new Projection<>(table, constructor);
    }

    /** The GraphQL field is computed from these columns. */
    public Projection<T> field(String name, Column<?>... columns) {
        fields.put(name, List.of(columns));
        return this;
    }

    /** The GraphQL field named as the column is that column. */
    public Projection<T> field(Column<?> column) {
        return field(column.name(), column);
    }

    /** The GraphQL field named as the association is the associated object. */
    public Projection<T> one(ToOne<?> association) {
        associations.put(association.name(), association);
        return this;
    }

    /** These columns are read whatever is selected, since other features resolve their fields from them. */
    public Projection<T> always(Column<?>... columns) {
        always.addAll(List.of(columns));
        return this;
    }

    /** What a statement must read for the selected fields. */
    public Plan<T> plan(Selection selection) {
        return new Plan<>(this, selection);
    }

    public String table() {
        return table;
    }

    T construct(Selected row) {
        return constructor.apply(row);
    }

    Set<Column<?>> columnsFor(Selection selection) {
        Set<Column<?>> columns = new LinkedHashSet<>(always);
        selection.names().forEach(name -> columns.addAll(fields.getOrDefault(name, List.of())));
        return columns;
    }

    List<ToOne<?>> associationsFor(Selection selection) {
        return associations.values().stream()
                .filter(one -> selection.has(one.name()))
                .toList();
    }
}
