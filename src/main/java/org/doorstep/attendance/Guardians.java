package org.doorstep.attendance;

import static org.doorstep.platform.database.Columns.required;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.doorstep.custody.PersonIndex;
import org.doorstep.family.Access;
import org.doorstep.family.ChildrenSeen;
import org.doorstep.family.GuardianRelation;
import org.doorstep.identity.Caller;
import org.doorstep.identity.People;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.identity.PhoneVerification;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.personal.Mask;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The guardians of booked children, for the staff and masters of the station. Each look is recorded as it happens. */
@Repository
class Guardians {

    private static final int MAX_OF_CHILD = 10;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final ChildrenSeen childrenSeen;
    private final FieldEncryption encryption;
    private final PersonIndex index;

    Guardians(
            DatabaseClient database,
            Transactions transactions,
            ChildrenSeen childrenSeen,
            FieldEncryption encryption,
            PersonIndex index) {
        this.database = database;
        this.transactions = transactions;
        this.childrenSeen = childrenSeen;
        this.encryption = encryption;
        this.index = index;
    }

    /** A guardian of a booked child. */
    private record Found(
            UUID booking,
            UUID child,
            UUID station,
            @Nullable RosterGuardian guardian) {}

    /** Of bookings at these stations: who booked comes first. */
    Mono<Map<UUID, List<RosterGuardian>>> ofBookings(Collection<UUID> bookings, Set<UUID> stations, Access access) {
        return transactions.write(database.sql("""
                        select b.id as booking_id, b.child_id, s.station_id, %s as may_call,
                               g.person_id, g.relation, g.booked, g.name, g.phone, g.verification,
                               array(select encode(n.name_index, 'hex') from barred_person n
                                     where n.child_id = b.child_id and n.lifted_at is null) as barred_names,
                               array(select encode(n.phone_index, 'hex') from barred_person n
                                     where n.child_id = b.child_id and n.lifted_at is null
                                       and n.phone_index is not null) as barred_phones
                        from booking b
                        join session s on s.id = b.session_id
                        join child c on c.id = b.child_id
                        left join lateral (
                            select f.person_id, f.relation::text, p.id = b.booked_by as booked, p.name, p.phone,
                                   %s as verification
                            from family_guardian f join person p on p.id = f.person_id
                            where f.family_id = c.family_id
                            order by p.id <> b.booked_by, f.created_at, p.id limit :max) g on true
                        where b.id = any(:bookings) and s.station_id = any(:stations)
                        order by b.id, not g.booked
                        """.formatted(RosterEntry.mayCall("b"), PhoneVerification.of("p")))
                .bind("max", MAX_OF_CHILD)
                .bind("bookings", bookings.toArray(UUID[]::new))
                .bind("stations", stations.toArray(UUID[]::new))
                .map(this::found)
                .all()
                .collectList()
                .flatMap(found -> childrenSeen
                        .add(
                                found.stream()
                                        .map(one -> new ChildrenSeen.Seen(one.child(), one.station()))
                                        .distinct()
                                        .toList(),
                                access)
                        .thenReturn(byBooking(found))));
    }

    private static Map<UUID, List<RosterGuardian>> byBooking(List<Found> found) {
        Map<UUID, List<RosterGuardian>> byBooking = new HashMap<>();
        for (Found one : found) {
            List<RosterGuardian> guardians = byBooking.computeIfAbsent(one.booking(), booking -> new ArrayList<>());
            if (one.guardian() != null) {
                guardians.add(one.guardian());
            }
        }
        return byBooking;
    }

    private Found found(Readable row) {
        UUID child = required(row, "child_id", UUID.class);
        UUID person = row.get("person_id", UUID.class);
        return new Found(
                required(row, "booking_id", UUID.class),
                child,
                required(row, "station_id", UUID.class),
                person == null ? null : guardian(row, child, person));
    }

    private RosterGuardian guardian(Readable row, UUID child, UUID person) {
        String name = opened(row, "name", People.nameContext(person));
        String phone = opened(row, "phone", PhoneNumbers.context(person));
        return new RosterGuardian(
                Caller.PERSON.encode(person),
                name,
                GuardianRelation.valueOf(required(row, "relation", String.class)),
                Boolean.TRUE.equals(row.get("may_call", Boolean.class)) ? phone : Mask.phone(phone),
                PhoneVerification.ofText(row.get("verification", String.class)),
                Boolean.TRUE.equals(row.get("booked", Boolean.class)),
                name != null && isAmong(row, "barred_names", index.ofName(child, name))
                        || isAmong(row, "barred_phones", index.ofPhone(child, phone)));
    }

    private static boolean isAmong(Readable row, String column, byte @Nullable [] index) {
        String[] barred = required(row, column, String[].class);
        return index != null && List.of(barred).contains(HexFormat.of().formatHex(index));
    }

    private @Nullable String opened(Readable row, String column, String context) {
        byte[] sealed = row.get(column, byte[].class);
        return sealed == null ? null : encryption.decrypt(sealed, context);
    }
}
