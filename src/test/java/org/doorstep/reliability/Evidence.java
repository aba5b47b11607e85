package org.doorstep.reliability;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is judged, all of it of one moment after the clients have ended.
 *
 * @param shown the states of the bookings that the API shows to each person
 * @param stuck connections and pools that did not come to rest
 */
record Evidence(List<Call> calls, Tables tables, Map<UUID, Map<UUID, String>> shown, List<String> stuck) {}
