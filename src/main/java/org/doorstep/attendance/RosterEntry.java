package org.doorstep.attendance;

import java.time.Instant;
import java.util.UUID;
import org.doorstep.booking.Booking;
import org.doorstep.booking.BookingMisfit;
import org.doorstep.booking.BookingState;
import org.doorstep.event.CustodyKind;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.personal.Mask;
import org.doorstep.platform.projection.Column;
import org.doorstep.platform.projection.Projection;
import org.doorstep.platform.projection.Selected;
import org.doorstep.platform.projection.ToOne;
import org.jspecify.annotations.Nullable;

/** A booked child on the list of a session, as the station's staff see it. */
public record RosterEntry(Selected row) {
    /** A child whom nobody collected, and the last step that was taken. */
    record Overdue(Instant since, Integer step) {}

    static final Column<UUID> CHILD = Column.of("child_id", UUID.class);
    static final Column<UUID> STATION = ofSession("station_id", "s.station_id", UUID.class);

    private static final Column<String> STATE = Column.computed("state", "{t}.state::text", String.class);
    private static final Column<byte[]> NICKNAME = ofChild("nickname", "c.nickname", byte[].class);
    private static final Column<byte[]> NOTES = ofChild("notes", "c.notes", byte[].class);
    private static final Column<Integer> AGE = ofChild(
            "age",
            "completed_years(c.birth_date, (lower({t}.period) at time zone 'Asia/Shanghai')::date)",
            Integer.class);
    private static final Column<UUID> BOOKED_BY = Column.of("booked_by", UUID.class);
    private static final Column<byte[]> PHONE =
            Column.computed("phone", "(select p.phone from person p where p.id = {t}.booked_by)", byte[].class);
    private static final Column<Boolean> MAY_CALL = Column.computed("may_call", mayCall("{t}"), Boolean.class);
    private static final Column<Boolean> CONTACT_MISSING = Column.computed("contact_missing", """
            (select needs_contact(e) and (p.name is null or p.phone is null)
             from session s join event e on e.id = s.event_id, person p
             where s.id = {t}.session_id and p.id = {t}.booked_by)
            """, Boolean.class);

    private static final Column<Integer> OVERDUE_STEP = Column.computed("overdue_step", """
            (select max(o.step)::int from attendance h join overdue_step o on o.attendance_id = h.id
             where h.booking_id = {t}.id and awaits_collection(h))
            """, Integer.class);
    private static final Column<Instant> STAY_ENDS_AT =
            Column.computed("stay_ends_at", "stay_ends({t}.child_id, {t}.session_id)", Instant.class);
    private static final Column<String> CUSTODY =
            Column.computed("custody", "custody_at({t}.child_id, {t}.session_id)::text", String.class);

    private static final ToOne<Attendance> ATTENDANCE =
            new ToOne<>("attendance", () -> Attendance.PROJECTION, "{t}.booking_id = {p}.id", true);

    static final Projection<RosterEntry> PROJECTION = Projection.of("booking", RosterEntry::new)
            .always(CHILD, STATION)
            .field("bookingState", STATE)
            .field("nickname", NICKNAME)
            .field("notes", NOTES)
            .field("age", AGE)
            .field(BookingMisfit.COLUMN)
            .field("guardianId", BOOKED_BY)
            .field("guardianPhone", PHONE, BOOKED_BY, MAY_CALL)
            .field("contactMissing", CONTACT_MISSING)
            .field("overdue", OVERDUE_STEP, STAY_ENDS_AT)
            .field(CUSTODY)
            .one(ATTENDANCE);

    /** Whether staff may have to call: from two hours before the session until two after it, and while the child is here. */
    static String mayCall(String booking) {
        return """
                (now() between lower(%1$s.period) - interval '2 hours' and upper(%1$s.period) + interval '2 hours'
                 or exists (select from attendance h where h.booking_id = %1$s.id and h.left_at is null))
                """.formatted(booking);
    }

    private static <T> Column<T> ofChild(String name, String sql, Class<T> type) {
        return Column.computed(name, "(select " + sql + " from child c where c.id = {t}.child_id)", type);
    }

    private static <T> Column<T> ofSession(String name, String sql, Class<T> type) {
        return Column.computed(name, "(select " + sql + " from session s where s.id = {t}.session_id)", type);
    }

    UUID child() {
        return row.get(CHILD);
    }

    UUID booking() {
        return row.id();
    }

    UUID station() {
        return row.get(STATION);
    }

    public String bookingId() {
        return Booking.ID.encode(row.id());
    }

    public BookingState bookingState() {
        return BookingState.valueOf(row.get(STATE));
    }

    public CustodyKind custody() {
        return CustodyKind.valueOf(row.get(CUSTODY));
    }

    public String childId() {
        return Child.ID.encode(child());
    }

    public String guardianId() {
        return Caller.PERSON.encode(row.get(BOOKED_BY));
    }

    public Integer age() {
        return row.get(AGE);
    }

    public @Nullable BookingMisfit misfit() {
        return BookingMisfit.of(row.find(BookingMisfit.COLUMN));
    }

    public Boolean contactMissing() {
        return row.get(CONTACT_MISSING);
    }

    public @Nullable Attendance attendance() {
        return row.find(ATTENDANCE);
    }

    public @Nullable Overdue overdue() {
        Integer step = row.find(OVERDUE_STEP);
        return step == null ? null : new Overdue(row.get(STAY_ENDS_AT), step);
    }

    String nickname(FieldEncryption encryption) {
        return encryption.decrypt(row.get(NICKNAME), Child.nicknameContext(child()));
    }

    @Nullable
    String notes(FieldEncryption encryption) {
        byte[] notes = row.find(NOTES);
        return notes == null ? null : encryption.decrypt(notes, Child.notesContext(child()));
    }

    /** The phone of the guardian who booked, masked unless {@code atStation} and there may be a reason to call. */
    @Nullable
    String guardianPhone(FieldEncryption encryption, boolean atStation) {
        byte[] sealed = row.find(PHONE);
        if (sealed == null) {
            return null;
        }
        String phone = encryption.decrypt(sealed, PhoneNumbers.context(row.get(BOOKED_BY)));
        return atStation && row.get(MAY_CALL) ? phone : Mask.phone(phone);
    }
}
