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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Component;

/** The custom scalars: those of graphql-java-extended-scalars, and two whose wire form is this API's own. */
@Component
class Scalars implements RuntimeWiringConfigurer {

    /** The zone in which a moment is written and a day is counted. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        wiring.scalar(scalar("DateTime", new Moment()))
                .scalar(scalar("Decimal", new ExactDecimal()))
                .scalar(named("Date", ExtendedScalars.Date))
                .scalar(named("LocalTime", ExtendedScalars.LocalTime))
                .scalar(named("CurrencyCode", ExtendedScalars.Currency))
                .scalar(named("UUID", ExtendedScalars.UUID))
                .scalar(named("JSON", ExtendedScalars.Json));
    }

    private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    private static GraphQLScalarType named(String name, GraphQLScalarType scalar) {
        return scalar.transform(builder -> builder.name(name));
    }

    /** Instants, read with any offset and written with that of Asia/Shanghai. */
    private static final class Moment extends TextScalar<Instant> {

        @Override
        Instant parse(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }

        @Override
        String format(Object value) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(((Instant) value).atZone(ZONE));
        }
    }

    /** Decimals as strings, since a JSON number may lose digits on its way. */
    private static final class ExactDecimal extends TextScalar<BigDecimal> {

        private static final int MAX_LENGTH = 32;

        @Override
        BigDecimal parse(String text) {
            if (text.length() > MAX_LENGTH) {
                throw new NumberFormatException();
            }
            return new BigDecimal(text);
        }

        @Override
        String format(Object value) {
            return ((BigDecimal) value).toPlainString();
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
            } catch (ClassCastException | DateTimeParseException | NumberFormatException e) {
                throw new CoercingParseValueException("not in the form of this scalar");
            }
        }

        @Override
        public T parseLiteral(Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            try {
                return parse(Objects.requireNonNullElse(((StringValue) input).getValue(), ""));
            } catch (ClassCastException | DateTimeParseException | NumberFormatException e) {
                throw new CoercingParseLiteralException("not in the form of this scalar");
            }
        }

        @Override
        public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
            return new StringValue(input instanceof String text ? text : format(input));
        }
    }
}
