package org.doorstep.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/** What is read as a value of a scalar is the value that was written, as a literal and as a variable; else it is refused. */
@DoorstepTest
class ScalarsTests {

    @Autowired
    GraphQlSource source;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Date, 2023-02-30",
        "Date, 2023-02-29",
        "Date, 2023-13-01",
        "Date, 2023-2-3",
        "Date, +12023-02-03",
        "Date, 0000-01-01",
        "Date, 2023-02-03T00:00:00Z",
        "DateTime, +999999999-12-31T00:00:00Z",
        "DateTime, -0001-01-01T00:00:00Z",
        "DateTime, 9999-12-31T23:59:59-18:00",
        "DateTime, 2023-02-30T09:00:00+08:00",
        "DateTime, 2026-09-05T24:00:00+08:00",
        "DateTime, 2026-09-05T09:00:00",
        "UUID, 1-1-1-1-1",
        "UUID, 0198f2a47c1e7d3a9b552f1c6e0a9d11",
        "Decimal, 1e9",
        "Decimal, １２",
        "Decimal, 1e-400",
        "Decimal, +5",
        "Decimal, 5.",
        "CurrencyCode, YUAN",
        "LocalTime, 25:00:00",
    })
    void what_stands_for_nothing_is_refused(String scalar, String text) {
        Coercing<?, ?> coercing = coercing(scalar);

        assertThatExceptionOfType(CoercingParseValueException.class).isThrownBy(() -> value(coercing, text));
        assertThatExceptionOfType(CoercingParseLiteralException.class).isThrownBy(() -> literal(coercing, text));
    }

    @Test
    void what_is_read_is_what_was_written() {
        assertThat(both("Date", "2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(both("Date", "9999-12-31")).isEqualTo(LocalDate.of(9999, 12, 31));
        assertThat(both("UUID", "0198F2A4-7c1e-7d3a-9b55-2f1c6e0a9d11"))
                .isEqualTo(UUID.fromString("0198f2a4-7c1e-7d3a-9b55-2f1c6e0a9d11"));
        assertThat(both("Decimal", "-12.50")).isEqualTo(new BigDecimal("-12.50"));
        assertThat(both("DateTime", "2026-09-05T09:00:00+08:00")).isEqualTo(Instant.parse("2026-09-05T01:00:00Z"));
    }

    @Test
    void moments_are_cut_to_what_the_database_keeps() {
        assertThat(both("DateTime", "2026-09-05T09:00:00.123456789+08:00"))
                .isEqualTo(Instant.parse("2026-09-05T01:00:00.123456Z"));
    }

    private Object both(String scalar, String text) {
        Object value = value(coercing(scalar), text);
        assertThat(literal(coercing(scalar), text)).isEqualTo(value);
        return value;
    }

    private Coercing<?, ?> coercing(String scalar) {
        GraphQLNamedType type = (GraphQLNamedType) source.schema().getType(scalar);
        return ((GraphQLScalarType) type).getCoercing();
    }

    private static Object value(Coercing<?, ?> coercing, String text) {
        return coercing.parseValue(text, GraphQLContext.getDefault(), Locale.ROOT);
    }

    private static Object literal(Coercing<?, ?> coercing, String text) {
        return coercing.parseLiteral(
                new StringValue(text), CoercedVariables.emptyVariables(), GraphQLContext.getDefault(), Locale.ROOT);
    }
}
