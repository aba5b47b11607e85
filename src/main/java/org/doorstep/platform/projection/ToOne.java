package org.doorstep.platform.projection;

import java.util.function.Supplier;

/**
 * A to-one association that is read in the same statement by a join. In the condition {@code {t}} is the alias of the
 * associated table and {@code {p}} that of the table that holds the association.
 *
 * @param optional whether the association may be missing, and the join is an outer one
 */
public record ToOne<T>(String name, Supplier<Projection<T>> target, String condition, boolean optional) {

    /** An association by a foreign key column of the holding table that is never null. */
    public static <T> ToOne<T> by(String foreignKey, String name, Supplier<Projection<T>> target) {
        return new ToOne<>(name, target, "{t}.id = {p}." + foreignKey, false);
    }

    /** An association by a foreign key column of the holding table that may be null. */
    public static <T> ToOne<T> optionalBy(String foreignKey, String name, Supplier<Projection<T>> target) {
        return new ToOne<>(name, target, "{t}.id = {p}." + foreignKey, true);
    }

    String join(String parentAlias, String alias) {
        return (optional ? " left join " : " join ")
                + target.get().table()
                + " "
                + alias
                + " on "
                + condition.replace("{t}", alias).replace("{p}", parentAlias);
    }
}
