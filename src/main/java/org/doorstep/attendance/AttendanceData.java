package org.doorstep.attendance;

import java.util.List;
import org.doorstep.booking.Booking;
import org.doorstep.custody.Collector;
import org.doorstep.family.Child;
import org.doorstep.family.Families;
import org.doorstep.identity.Caller;
import org.doorstep.incident.Incident;
import org.doorstep.platform.personal.CopyPart;
import org.doorstep.platform.personal.PersonalData;
import org.springframework.stereotype.Component;

/** When the children of a person's family were at a station, who collected them, and what happened. */
@Component
class AttendanceData implements PersonalData {

    private static final String OF_FAMILY =
            " join child c on c.id = a.child_id where " + Families.ofPerson("c.family_id");

    @Override
    public List<CopyPart> parts() {
        return List.of(
                CopyPart.of("attendances", """
                                select a.id, a.child_id, a.booking_id, a.mode::text, t.name as station, a.arrived_at, a.left_at,
                                       a.health_note, a.brought_by_collector, a.brought_by_guardian, a.brought_by_name,
                                       h.collector_id, h.guardian_id, h.pass_id, h.unlisted, h.name as collected_by_name,
                                       h.verified_how::text
                                from attendance a
                                left join hand_over h on h.attendance_id = a.id
                                join session s on s.id = a.session_id
                                join station t on t.id = s.station_id
                                """ + OF_FAMILY + " order by a.id")
                        .id("id", Attendance.ID)
                        .id("child_id", Child.ID)
                        .id("booking_id", Booking.ID)
                        .id("brought_by_collector", Collector.ID)
                        .id("brought_by_guardian", Caller.PERSON)
                        .sealed("health_note", Escorts::healthNoteContext)
                        .sealed("brought_by_name", Escorts::broughtByContext)
                        .id("collector_id", Collector.ID)
                        .id("guardian_id", Caller.PERSON)
                        .sealed("collected_by_name", Escorts::collectedByContext),
                CopyPart.of("onlineJoins", """
                                select a.id, a.child_id, a.booking_id, a.joined_by, a.joined_at, a.seen_at, a.left_at
                                from online_join a
                                """ + OF_FAMILY + " order by a.id")
                        .id("child_id", Child.ID)
                        .id("booking_id", Booking.ID)
                        .id("joined_by", Caller.PERSON),
                CopyPart.of("incidents", """
                                select i.id, b.child_id, i.kind::text, i.raised_at, i.collector_id, i.guardian_id,
                                       i.pass_id, i.name, i.resolved_at, i.note
                                from incident i join booking b on b.id = i.booking_id
                                join child c on c.id = b.child_id where""" + " " + Families.ofPerson("c.family_id") + " order by i.id")
                        .id("id", Incident.ID)
                        .id("child_id", Child.ID)
                        .id("collector_id", Collector.ID)
                        .id("guardian_id", Caller.PERSON)
                        .sealed("name", Incident::nameContext)
                        .sealed("note", Incident::noteContext),
                CopyPart.of("corrections", """
                                select a.id, a.child_id, a.booking_id, a.kind::text, a.corrected_at, a.reason,
                                       a.attendance_id, a.recorded_at, a.collector_id, a.guardian_id, a.pass_id,
                                       a.departure::text, a.verified_how::text, a.health_note, a.brought_by_name, a.collected_by_name
                                from attendance_correction a
                                """ + OF_FAMILY + " order by a.id")
                        .id("child_id", Child.ID)
                        .id("booking_id", Booking.ID)
                        .id("attendance_id", Attendance.ID)
                        .id("collector_id", Collector.ID)
                        .id("guardian_id", Caller.PERSON)
                        .sealed("reason", Corrections::reasonContext)
                        .sealed("health_note", Escorts::healthNoteContext, "attendance_id")
                        .sealed("brought_by_name", Escorts::broughtByContext, "attendance_id")
                        .sealed("collected_by_name", Escorts::collectedByContext, "attendance_id"));
    }
}
