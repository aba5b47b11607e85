package org.doorstep.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.doorstep.platform.time.CityTime;

/** A row of {@code events.csv}: an event and when its sessions are. */
record SampleEvent(SampleRow row) {

    UUID id() {
        return SampleIds.of("event", title());
    }

    String title() {
        return row.text("title");
    }

    String station() {
        return row.text("station");
    }

    int capacity() {
        return row.number("capacity");
    }

    List<String> consents() {
        return row.list("consents");
    }

    boolean suits(int age) {
        return row.number("min_age") <= age && age <= row.number("max_age");
    }

    Duration bookingOpensBefore() {
        return Duration.ofDays(row.number("booking_days"));
    }

    /** Whether those who help care for the children, who then are no more than they cover. */
    boolean needsCarers() {
        return row.find("ratio") != null;
    }

    int helpers() {
        return row.number("helpers");
    }

    /** How many carers cover the children of any session. */
    int fewestCarers() {
        int most = (capacity() * fill()[1] + 50) / 100;
        return (most + row.number("ratio") - 1) / row.number("ratio");
    }

    private int[] fill() {
        return Arrays.stream(row.text("fill").split("-"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** How many places of a session are wanted; the same each time it is asked. */
    int demand(SampleSession session) {
        int[] percent = fill();
        int chosen = percent[0] + SampleIds.choice(percent[1] - percent[0] + 1, "demand" + session.id());
        return (capacity() * chosen + 50) / 100;
    }

    /** Its sessions in the weeks before and after {@code today}; the weekdays and weeks do not depend on it. */
    List<SampleSession> sessions(LocalDate today) {
        List<String> weekdays = row.list("weekdays");
        return today.minusWeeks(row.number("past"))
                .datesUntil(today.plusWeeks(row.number("ahead")).plusDays(1))
                .filter(day ->
                        weekdays.contains(Integer.toString(day.getDayOfWeek().getValue())))
                .filter(day -> SampleCalendar.week(day) % row.number("every") == 0)
                .map(day -> new SampleSession(this, at(day, "starts"), at(day, "ends")))
                .toList();
    }

    private Instant at(LocalDate day, String column) {
        return day.atTime(LocalTime.parse(row.text(column)))
                .atZone(CityTime.ZONE)
                .toInstant();
    }
}
