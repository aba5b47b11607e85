package org.doorstep.station;

import static org.doorstep.platform.database.Columns.required;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.doorstep.catalog.Service;
import org.doorstep.identity.Caller;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.InputCheck;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Says which services a station offers. */
@Component
class OfferServices {

    /** The services that a station offers. */
    record Input(String stationId, List<String> serviceIds) {

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

    /** The station offers the services it was asked to, and no others. */
    record ServicesOffered(Station station) {}

    private final DatabaseClient database;
    private final Transactions transactions;
    private final StationRights rights;
    private final Stations stations;

    OfferServices(DatabaseClient database, Transactions transactions, StationRights rights, Stations stations) {
        this.database = database;
        this.transactions = transactions;
        this.rights = rights;
        this.stations = stations;
    }

    Mono<ServicesOffered> offer(Caller caller, Input input, Selection selection) {
        return rights.require(caller, input.stationId())
                .flatMap(station -> replace(station, input.services()).thenReturn(station))
                .flatMap(station -> stations.find(station, selection))
                .map(ServicesOffered::new);
    }

    private Mono<Void> replace(UUID station, List<UUID> services) {
        UUID[] wanted = services.toArray(UUID[]::new);
        return transactions.write(lock(station)
                .then(check(services, wanted))
                .then(write(station, wanted).then()));
    }

    /** Two lists at once are taken one after the other, so that the station ends with one of them and not with both. */
    private Mono<Long> lock(UUID station) {
        return database.sql("select id from station where id = :station for no key update")
                .bind("station", station)
                .fetch()
                .rowsUpdated();
    }

    private Mono<Void> check(List<UUID> services, UUID[] wanted) {
        return database.sql("select id, retired_at is not null from service where id = any(:services)")
                .bind("services", wanted)
                .map(row -> Map.entry(required(row, 0, UUID.class), required(row, 1, Boolean.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(retired -> check(services, retired))
                .then();
    }

    private static void check(List<UUID> services, Map<UUID, Boolean> retired) {
        InputCheck check = new InputCheck();
        for (int i = 0; i < services.size(); i++) {
            Boolean isRetired = retired.get(services.get(i));
            if (isRetired == null) {
                throw new Refused(new NotFound(Service.ID.encode(services.get(i))));
            }
            check.that(!isRetired, "serviceIds[" + i + "]", "retired");
        }
        check.orRefuse();
    }

    private Mono<Long> write(UUID station, UUID[] wanted) {
        return database.sql("""
                        with withdrawn as (
                            delete from station_service where station_id = :station and service_id <> all(:services)
                        )
                        insert into station_service (station_id, service_id)
                        select :station, id from unnest(:services) wanted(id)
                        on conflict do nothing
                        """)
                .bind("station", station)
                .bind("services", wanted)
                .fetch()
                .rowsUpdated();
    }
}
