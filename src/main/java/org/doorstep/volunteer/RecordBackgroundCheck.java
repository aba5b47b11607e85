package org.doorstep.volunteer;

import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.page.Where;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.InvalidInput;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Records that a volunteer passed the yearly background check. */
@Component
class RecordBackgroundCheck {

    /** A background check that was passed. */
    record Input(String volunteerId, LocalDate validUntil) {}

    /** The check is on record. */
    record BackgroundCheckRecorded(Volunteer volunteer) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Volunteers volunteers;

    RecordBackgroundCheck(DatabaseClient database, Transactions transactions, Volunteers volunteers) {
        this.database = database;
        this.transactions = transactions;
        this.volunteers = volunteers;
    }

    Mono<BackgroundCheckRecorded> record(Caller caller, Input input, Selection selection) {
        return Mono.defer(() -> {
            StationRights.requireAny(caller);
            UUID id = Volunteer.ID.decode(input.volunteerId());
            return checkDay(input.validUntil())
                    .then(Mono.defer(() -> transactions.writeStatement(write(caller, id, input.validUntil()))))
                    .filter(rows -> rows == 1)
                    .switchIfEmpty(Mono.error(() -> new Refused(new NotFound(input.volunteerId()))))
                    .flatMap(rows -> volunteers.get(id, selection))
                    .map(BackgroundCheckRecorded::new);
        });
    }

    private Mono<Boolean> checkDay(LocalDate day) {
        return database.sql("""
                        select :day between d.today and d.today + interval '1 year'
                        from (select (now() at time zone 'Asia/Shanghai')::date as today) d
                        """)
                .bind("day", day)
                .mapValue(Boolean.class)
                .one()
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> new Refused(InvalidInput.of("validUntil", "year"))));
    }

    private Mono<Long> write(Caller caller, UUID id, LocalDate day) {
        Where where = StationRights.restrict(
                new Where()
                        .and("t.id = :id", "id", id)
                        // nobody vouches for himself
                        .and("t.person_id <> :caller"),
                caller,
                "t.station_id");
        // the sessions whose carers will be counted anew, before the volunteer, as who signs up locks them
        where.and("(select count(*) from turn) >= 0");
        return where.bindTo(database.sql("""
                        with turn as (
                            select x.id from session x
                            where x.ends_at > now() and x.cancelled_at is null
                              and x.id in (select f.session_id from sign_up u join shift f on f.id = u.shift_id and f.caring
                                           where u.volunteer_id = :id and u.withdrawn_at is null)
                            order by x.id for no key update of x
                        )
                        update volunteer t set cleared_until = :day, cleared_by = :caller
                        """ + where.sql()))
                .bind("day", day)
                .bind("caller", caller.personId())
                .fetch()
                .rowsUpdated();
    }
}
