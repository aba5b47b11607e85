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

    int age(LocalDate day) {
        return birthDate.until(day).getYears();
    }

    boolean mayCome(SampleSession session) {
        return session.event().suits(age(session.day()))
                && consents.containsAll(session.event().consents());
    }
}
