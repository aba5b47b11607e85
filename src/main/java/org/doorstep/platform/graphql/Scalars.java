package org.doorstep.platform.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.doorstep.platform.time.CityTime;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Component;

/**
 * The custom scalars: those of graphql-java-extended-scalars, and stricter ones where those, or the JDK, would read a
 * value that was not written: the 30th of February, a UUID of five digits, a moment that the database cannot keep.
 */
@Component
class Scalars implements RuntimeWiringConfigurer {

    /** The zone in which a moment is written and a day is counted. */
    private static final int LAST_YEAR = 9999;

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        wiring.scalar(scalar("DateTime", new Moment()))
                .scalar(scalar("Decimal", new ExactDecimal()))
                .scalar(scalar("Date", new Day()))
                .scalar(named("LocalTime", ExtendedScalars.LocalTime))
                .scalar(named("CurrencyCode", ExtendedScalars.Currency))
                .scalar(scalar("UUID", new HyphenatedUuid()))
                .scalar(named("JSON", ExtendedScalars.Json));
    }

    private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    private static GraphQLScalarType named(String name, GraphQLScalarType scalar) {
        return scalar.transform(builder -> builder.name(name));
    }

    /**
     * Instants, read with any offset and written with that of Asia/Shanghai. Cut to microseconds, which is what the
     * database keeps, so that two moments that differ here differ there.
     */
    private static final class Moment extends TextScalar<Instant> {

        @Override
        Instant parse(String text) {
            Instant moment = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            requireCommonYear(moment.atZone(CityTime.ZONE).getYear());
            return moment;
        }

        @Override
        String format(Object value) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(((Instant) value).atZone(CityTime.ZONE));
        }
    }

    /** Days that exist. */
    private static final class Day extends TextScalar<LocalDate> {

        @Override
        LocalDate parse(String text) {
            LocalDate day = LocalDate.parse(text);
            requireCommonYear(day.getYear());
            return day;
        }

        @Override
        String format(Object value) {
            return DateTimeFormatter.ISO_LOCAL_DATE.format((LocalDate) value);
        }
    }

    /** UUIDs in full: the JDK also reads {@code 1-1-1-1-1}. */
    private static final class HyphenatedUuid extends TextScalar<UUID> {

        @Override
        UUID parse(String text) {
            UUID uuid = UUID.fromString(text);
            if (!uuid.toString().equalsIgnoreCase(text)) {
                throw new IllegalArgumentException();
            }
            return uuid;
        }

        @Override
        String format(Object value) {
            return ((UUID) value).toString();
        }
    }

    /** Decimals as strings, since a JSON number may lose digits on its way. */
    private static final class ExactDecimal extends TextScalar<BigDecimal> {

        private static final Pattern FORM = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,10})?");

        @Override
        BigDecimal parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new NumberFormatException();
            }
            return new BigDecimal(text);
        }

        @Override
        String format(Object value) {
            return ((BigDecimal) value).toPlainString();
        }
    }

    private static void requireCommonYear(int year) {
        if (year < 1 || year > LAST_YEAR) {
            throw new IllegalArgumentException();
        }
    }

    private abstract static class TextScalar<T> implements Coercing<T, String> {

        abstract T parse(String text);

        abstract String format(Object value);

        @Override
        public String serialize(Object value, GraphQLContext context, Locale locale) {
            try {
                return format(value);
            } catch (ClassCastException e) {
                throw new CoercingSerializeException("A value of an unexpected type", e);
            }
        }

        @Override
        public T parseValue(Object input, GraphQLContext context, Locale locale) {
            try {
                return parse((String) input);
            } catch (ClassCastException | DateTimeException | IllegalArgumentException e) {
                throw new CoercingParseValueException("not in the form of this scalar");
            }
        }

        @Override
        public T parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            try {
                return parse(Objects.requireNonNullElse(((StringValue) input).getValue(), ""));
            } catch (ClassCastException | DateTimeException | IllegalArgumentException e) {
                throw new CoercingParseLiteralException("not in the form of this scalar");
            }
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return new StringValue(input instanceof String text ? text : format(input));
        }
    }
}
