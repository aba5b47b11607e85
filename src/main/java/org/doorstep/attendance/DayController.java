package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.ArrivalCodes.ArrivalCode;
import org.doorstep.attendance.Escorts.Arrival;
import org.doorstep.attendance.Escorts.Departure;
import org.doorstep.attendance.Escorts.HandOver;
import org.doorstep.booking.Booking;
import org.doorstep.identity.Caller;
import org.doorstep.incident.Incident;
import org.doorstep.platform.graphql.BatchField;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;

/** How a child came and went, in GraphQL: for its family, and for the staff and masters of the station. */
@Controller
class DayController {

    private final BatchField<UUID, ArrivalCode> codes;
    private final BatchField<UUID, Arrival> arrivals;
    private final BatchField<UUID, HandOver> handOvers;
    private final BatchField<UUID, Departure> departures;
    private final BatchField<UUID, Escort> ofIncidents;

    DayController(ArrivalCodes codes, Escorts escorts, BatchLoaderRegistry registry) {
        this.codes = new BatchField<>(
                registry,
                "Booking.arrivalCode",
                (bookings, environment) ->
                        codes.ofBookings(bookings, Caller.of(environment).personId()));
        this.arrivals = new BatchField<>(
                registry,
                "Booking.arrival",
                (bookings, environment) -> escorts.arrivals(bookings, Caller.of(environment)));
        this.handOvers = new BatchField<>(
                registry,
                "Booking.handOver",
                (bookings, environment) -> escorts.handOvers(bookings, Caller.of(environment)));
        this.departures = new BatchField<>(
                registry,
                "Booking.departure",
                (bookings, environment) -> escorts.departures(bookings, Caller.of(environment)));
        this.ofIncidents =
                new BatchField<>(registry, "Incident.escort", (ids, environment) -> escorts.ofIncidents(ids));
    }

    @SchemaMapping
    CompletableFuture<ArrivalCode> arrivalCode(Booking booking, DataFetchingEnvironment environment) {
        return codes.load(booking.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<Arrival> arrival(Booking booking, DataFetchingEnvironment environment) {
        return arrivals.load(booking.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<HandOver> handOver(Booking booking, DataFetchingEnvironment environment) {
        return handOvers.load(booking.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<Arrival> arrival(Attendance attendance, DataFetchingEnvironment environment) {
        return arrivals.load(attendance.booking(), environment);
    }

    @SchemaMapping
    CompletableFuture<HandOver> handOver(Attendance attendance, DataFetchingEnvironment environment) {
        return handOvers.load(attendance.booking(), environment);
    }

    @SchemaMapping
    CompletableFuture<Departure> departure(Booking booking, DataFetchingEnvironment environment) {
        return departures.load(booking.uuid(), environment);
    }

    @SchemaMapping
    CompletableFuture<Departure> departure(Attendance attendance, DataFetchingEnvironment environment) {
        return departures.load(attendance.booking(), environment);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<Escort> escort(Incident incident, Caller caller, DataFetchingEnvironment environment) {
        return caller.worksAt(incident.station()) ? ofIncidents.load(incident.uuid(), environment) : null;
    }
}
