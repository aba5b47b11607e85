package org.doorstep.attendance;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.attendance.ConfirmGuardianPhone.GuardianPhoneConfirmed;
import org.doorstep.attendance.MarkNoShow.NoShowMarked;
import org.doorstep.attendance.RecordArrival.ArrivalRecorded;
import org.doorstep.attendance.Rosters.AttendanceCounts;
import org.doorstep.attendance.Rosters.PickUpPass;
import org.doorstep.custody.Collector;
import org.doorstep.event.Session;
import org.doorstep.family.Access;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Viewer;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.page.Connection;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Rosters, arrivals and departures in GraphQL, for the station's staff. */
@Controller
class AttendanceController {

    private final Rosters rosters;
    private final RecordArrival recordArrival;
    private final RecordDeparture recordDeparture;
    private final MarkNoShow markNoShow;
    private final ConfirmGuardianPhone confirmGuardianPhone;
    private final FieldEncryption encryption;
    private final BatchField<UUID, AttendanceCounts> counts;
    private final BatchField<UUID, List<Collector>> collectors;
    private final BatchField<UUID, PickUpPass> passes;
    private final BatchField<UUID, List<RosterGuardian>> guardians;

    AttendanceController(
            Rosters rosters,
            RecordArrival recordArrival,
            RecordDeparture recordDeparture,
            MarkNoShow markNoShow,
            ConfirmGuardianPhone confirmGuardianPhone,
            Guardians guardians,
            FieldEncryption encryption,
            BatchLoaderRegistry registry) {
        this.rosters = rosters;
        this.recordArrival = recordArrival;
        this.recordDeparture = recordDeparture;
        this.markNoShow = markNoShow;
        this.confirmGuardianPhone = confirmGuardianPhone;
        this.encryption = encryption;
        this.counts = new BatchField<>(
                registry,
                "Session.attendanceCounts",
                (ids, environment) -> rosters.counts(ids, Caller.of(environment)));
        this.collectors = new BatchField<>(
                registry,
                "RosterEntry.collectors",
                (bookings, environment) -> rosters.collectors(bookings, Selection.of(environment)));
        this.passes = new BatchField<>(
                registry, "RosterEntry.pickUpPass", (bookings, environment) -> rosters.passes(bookings));
        this.guardians = new BatchField<>(registry, "RosterEntry.guardians", (bookings, environment) -> {
            Caller caller = Caller.of(environment);
            return guardians.ofBookings(
                    bookings, caller.workplaces(), Access.of(caller, Access.Purpose.CONTACT, environment));
        });
    }

    @SchemaMapping
    Mono<List<Session>> todaysSessions(Viewer viewer, Selection selection) {
        Set<UUID> stations = viewer.asCaller().workplaces();
        return stations.isEmpty() ? Mono.just(List.of()) : rosters.today(stations, selection);
    }

    @SchemaMapping
    CompletableFuture<AttendanceCounts> attendanceCounts(Session session, DataFetchingEnvironment environment) {
        return counts.load(session.uuid(), environment);
    }

    @SchemaMapping
    Mono<Connection<RosterEntry>> roster(
            Session session, PageArguments page, Caller caller, DataFetchingEnvironment environment) {
        if (!caller.isPerson()) {
            return Mono.empty();
        }
        return rosters.mayRead(caller, session.uuid())
                .filter(Boolean::booleanValue)
                .flatMap(may -> rosters.ofSession(
                        session.uuid(),
                        page,
                        Selection.of(environment),
                        Access.of(caller, Access.Purpose.ROSTER, environment)));
    }

    @SchemaMapping
    String nickname(RosterEntry entry) {
        return entry.nickname(encryption);
    }

    @SchemaMapping
    @Nullable
    String notes(RosterEntry entry, Caller caller) {
        return caller.worksAt(entry.station()) ? entry.notes(encryption) : null;
    }

    @SchemaMapping
    @Nullable
    String guardianPhone(RosterEntry entry, Caller caller) {
        return entry.guardianPhone(encryption, caller.worksAt(entry.station()));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<Collector>> collectors(
            RosterEntry entry, Caller caller, DataFetchingEnvironment environment) {
        return caller.worksAt(entry.station()) ? collectors.load(entry.booking(), environment) : null;
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<PickUpPass> pickUpPass(RosterEntry entry, Caller caller, DataFetchingEnvironment environment) {
        return caller.worksAt(entry.station()) ? passes.load(entry.booking(), environment) : null;
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<List<RosterGuardian>> guardians(
            RosterEntry entry, Caller caller, DataFetchingEnvironment environment) {
        return caller.worksAt(entry.station()) ? guardians.load(entry.booking(), environment) : null;
    }

    @MutationMapping
    Mono<GuardianPhoneConfirmed> confirmGuardianPhone(
            @Argument ConfirmGuardianPhone.Input input, Caller caller, DataFetchingEnvironment environment) {
        return confirmGuardianPhone.confirm(caller, input, Access.of(caller, Access.Purpose.CONTACT, environment));
    }

    @MutationMapping
    Mono<ArrivalRecorded> recordArrival(
            @Argument RecordArrival.Input input, Caller caller, DataFetchingEnvironment environment) {
        return recordArrival.record(
                caller,
                input,
                Selection.of(environment).at("entry"),
                Access.of(caller, Access.Purpose.ARRIVAL, environment));
    }

    @MutationMapping
    Mono<RecordDeparture.Result> recordDeparture(
            @Argument RecordDeparture.Input input, Caller caller, DataFetchingEnvironment environment) {
        return recordDeparture.record(
                caller,
                input,
                Selection.of(environment).at("entry"),
                Access.of(caller, Access.Purpose.DEPARTURE, environment));
    }

    @MutationMapping
    Mono<NoShowMarked> markNoShow(
            @Argument MarkNoShow.Input input, Caller caller, DataFetchingEnvironment environment) {
        return markNoShow.mark(
                caller,
                input,
                Selection.of(environment).at("entry"),
                Access.of(caller, Access.Purpose.NO_SHOW, environment));
    }
}
