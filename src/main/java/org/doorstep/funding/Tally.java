package org.doorstep.funding;

import java.math.BigDecimal;

/**
 * What was done in a part of a project, besides the children themselves.
 *
 * @param toldPersonTimes a sum of protected counts, for those who may not see exact figures
 * @param places that were taken at the sessions of which person-times are told
 */
record Tally(int sessions, int personTimes, int toldPersonTimes, int places, BigDecimal hours) {

    static final Tally ZERO = new Tally(0, 0, 0, 0, BigDecimal.ZERO);

    Tally plus(Tally other) {
        return new Tally(
                sessions + other.sessions,
                personTimes + other.personTimes,
                toldPersonTimes + other.toldPersonTimes,
                places + other.places,
                hours.add(other.hours));
    }
}
