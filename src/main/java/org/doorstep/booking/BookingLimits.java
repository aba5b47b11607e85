package org.doorstep.booking;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many bookings and waits may be ahead, against hoarding. Requests at the same moment may each get past it by one
 * request's children.
 *
 * @param perChild of one child
 * @param perFamily of all the children of a family
 */
@ConfigurationProperties("doorstep.bookings")
record BookingLimits(
        @DefaultValue("200") int perChild,
        @DefaultValue("400") int perFamily) {}
