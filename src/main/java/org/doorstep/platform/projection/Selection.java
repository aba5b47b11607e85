package org.doorstep.platform.projection;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.SelectedField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields that a query selected on an object, with what it selected on each of them. */
public final class Selection {

    private static final Selection NOTHING = new Selection(Map.of());

    private final Map<String, Selection> fields;

    private Selection(Map<String, Selection> fields) {
        this.fields = fields;
    }

    /** What the query selected on the value of the field that is being fetched. */
    public static Selection of(DataFetchingEnvironment environment) {
        return of(environment.getSelectionSet());
    }

    /** A selection of plain fields. */
    public static Selection of(String... names) {
        Map<String, Selection> fields = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> fields.put(name, NOTHING));
        return new Selection(fields);
    }

    private static Selection of(DataFetchingFieldSelectionSet set) {
        Map<String, Selection> fields = new LinkedHashMap<>();
        for (SelectedField field : set.getImmediateFields()) {
            fields.merge(field.getName(), of(field.getSelectionSet()), Selection::and);
        }
        return new Selection(fields);
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    public Set<String> names() {
        return fields.keySet();
    }

    /** What was selected on a field; nothing when the field was not selected. */
    public Selection at(String... path) {
        Selection selection = this;
        for (String field : path) {
            selection = selection.fields.getOrDefault(field, NOTHING);
        }
        return selection;
    }

    /** What was selected on the items of a connection, through {@code nodes} and {@code edges}. */
    public Selection ofNodes() {
        return at("nodes").and(at("edges", "node"));
    }

    /** Both selections together. */
    public Selection and(Selection other) {
        if (fields.isEmpty()) {
            return other;
        }
        Map<String, Selection> both = new LinkedHashMap<>(fields);
        other.fields.forEach((name, selection) -> both.merge(name, selection, Selection::and));
        return new Selection(both);
    }
}
