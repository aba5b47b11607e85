package org.doorstep.station;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.doorstep.catalog.Service;
import org.doorstep.platform.refusal.InputCheck;

/** The services that a station offers. */
record OfferServicesInput(String stationId, List<String> serviceIds) {

    private static final int MAX = 50;

    /** The services, checked for number and repetition. */
    List<UUID> services() {
        InputCheck check = new InputCheck().count(serviceIds.size(), "serviceIds", 0, MAX);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < serviceIds.size(); i++) {
            check.that(seen.add(serviceIds.get(i)), "serviceIds[" + i + "]", "duplicate");
        }
        check.orRefuse();
        return serviceIds.stream().map(Service.ID::decode).toList();
    }
}
