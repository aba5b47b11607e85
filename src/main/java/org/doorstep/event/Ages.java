package org.doorstep.event;

import org.doorstep.platform.graphql.Fault;

/** The ages that events are for, in completed years. */
final class Ages {

    static final int MAX = 17;

    private Ages() {}

    static int checked(int age) {
        if (age < 0 || age > MAX) {
            throw Fault.badRequest("age", MAX);
        }
        return age;
    }
}
