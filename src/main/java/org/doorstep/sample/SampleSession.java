package org.doorstep.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.doorstep.platform.time.CityTime;

/** One session of a sample event. */
record SampleSession(SampleEvent event, Instant startsAt, Instant endsAt) {

    UUID id() {
        return SampleIds.at(startsAt, "session", event.title() + startsAt);
    }

    Instant bookingOpensAt() {
        return startsAt.minus(event.bookingOpensBefore());
    }

    LocalDate day() {
        return LocalDate.ofInstant(startsAt, CityTime.ZONE);
    }
}
