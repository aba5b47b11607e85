package org.doorstep.platform.projection;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One object's columns in a row. Asking for a column that was not read is a defect, and says so. */
public final class Selected {

    private final Plan<?> plan;
    private final @Nullable Object[] values;

    Selected(Plan<?> plan, @Nullable Object[] values) {
        this.plan = plan;
        this.values = values;
    }

    public UUID id() {
        return get(Projection.ID);
    }

    /** The value of a column that is never null. */
    public <T> T get(Column<T> column) {
        return Objects.requireNonNull(find(column), column.name());
    }

    /** The value of a column that may be null. */
    public <T> @Nullable T find(Column<T> column) {
        return column.type().cast(values[plan.indexOf(column)]);
    }

    /** The value of a column that this statement may not have read; null then. */
    public <T> @Nullable T findIfRead(Column<T> column) {
        return plan.reads(column) ? find(column) : null;
    }

    /** The associated object of an association that is never missing. */
    public <T> T get(ToOne<T> association) {
        return Objects.requireNonNull(find(association), association.name());
    }

    /** The associated object, or null when there is none. */
    public <T> @Nullable T find(ToOne<T> association) {
        Plan<T> joined = plan.joined(association);
        return values[joined.indexOf(Projection.ID)] == null ? null : joined.readFrom(values);
    }
}
