package org.doorstep.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A child of the sample as the database has it.
 *
 * @param demo whether a demo persona is its guardian
 */
record SampleChild(UUID id, UUID guardian, LocalDate birthDate, List<String> consents, boolean demo) {

    /** Completed years, as the database's {@code completed_years} counts them. */
    int age(LocalDate day) {
        int years = day.getYear() - birthDate.getYear();
        return birthDate.plusYears(years).isAfter(day) ? years - 1 : years;
    }

    boolean mayCome(SampleSession session) {
        return session.event().suits(age(session.day()))
                && consents.containsAll(session.event().consents());
    }
}
