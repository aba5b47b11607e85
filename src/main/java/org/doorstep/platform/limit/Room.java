package org.doorstep.platform.limit;

import java.util.Locale;
import java.util.function.ToLongFunction;

/** What has room for so many at a time, each kind by a key of its own. */
public enum Room {
    SOCKETS(LimitProperties::sockets),
    ADDRESS_SOCKETS(LimitProperties::addressSockets),
    PERSON_SOCKETS(LimitProperties::personSockets),
    SUBSCRIPTIONS(LimitProperties::subscriptions),
    CALLER_SUBSCRIPTIONS(LimitProperties::callerSubscriptions),
    ADDRESS_SUBSCRIPTIONS(LimitProperties::addressSubscriptions),
    CONNECTIONS(LimitProperties::connections),
    PEER_CONNECTIONS(LimitProperties::peerConnections);

    private final ToLongFunction<LimitProperties> places;

    Room(ToLongFunction<LimitProperties> places) {
        this.places = places;
    }

    long places(LimitProperties properties) {
        return places.applyAsLong(properties);
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
