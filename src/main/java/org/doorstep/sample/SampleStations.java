package org.doorstep.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The service catalogue, the areas, and the stations in them. */
@Component
class SampleStations {

    static final UUID CITY = SampleIds.of("area", "平湖市");

    private final BulkInsert bulk;

    SampleStations(BulkInsert bulk) {
        this.bulk = bulk;
    }

    static UUID station(String name) {
        return SampleIds.of("station", name);
    }

    static UUID service(String name) {
        return SampleIds.of("service", name);
    }

    Mono<Void> insert(SampleFiles files) {
        List<SampleRow> stations = files.rows("stations.csv");
        return Flux.concat(
                        insertServices(files.rows("services.csv")),
                        insertAreas(files.rows("areas.csv")),
                        insertStations(stations),
                        insertOffers(stations),
                        insertFacilities(files.rows("facilities.csv")),
                        insertOpeningHours(files.rows("opening-hours.csv")))
                .then();
    }

    private Mono<Long> insertServices(List<SampleRow> services) {
        return bulk.insert(
                """
                insert into service (id, code, name, name_en, description, basic, position)
                select id, code, name, name_en, description, basic, position
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, code text, name text, name_en text, description text, basic boolean, position integer)
                """,
                services.stream()
                        .map(row -> Map.of(
                                "id", service(row.text("name")),
                                "code", row.text("code"),
                                "name", row.text("name"),
                                "name_en", row.text("name_en"),
                                "description", row.text("description"),
                                "basic", row.yes("basic"),
                                "position", row.number("position")))
                        .toList());
    }

    private Mono<Long> insertAreas(List<SampleRow> areas) {
        Map<String, List<UUID>> paths = new HashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SampleRow area : areas) {
            String parent = area.find("parent");
            UUID id = SampleIds.of("area", area.text("name"));
            List<UUID> path = new ArrayList<>(parent == null ? List.of() : paths.getOrDefault(parent, List.of()));
            Map<String, Object> row = new HashMap<>(area.values());
            row.put("id", id);
            if (!path.isEmpty()) {
                row.put("parent_id", path.get(path.size() - 1));
            }
            path.add(id);
            row.put("path", path);
            paths.put(area.text("name"), path);
            rows.add(row);
        }
        return bulk.insert("""
                insert into area (id, parent_id, code, name, level, path)
                select id, parent_id, code, name, level::area_level, path
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, parent_id uuid, code text, name text, level text, path uuid[])
                """, rows);
    }

    private Mono<Long> insertStations(List<SampleRow> stations) {
        return bulk.insert(
                """
                insert into station (id, county_id, area_id, name, address, introduction, latitude, longitude, phone,
                                     origin, opened_on, sample)
                select id, county_id, area_id, name, address, introduction, latitude, longitude, phone,
                       origin::station_origin, opened_on, true
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, county_id uuid, area_id uuid, name text, address text, introduction text,
                    latitude double precision, longitude double precision, phone text, origin text, opened_on date)
                """, stations.stream().map(SampleStations::stationRow).toList());
    }

    private static Map<String, Object> stationRow(SampleRow station) {
        Map<String, Object> row = new HashMap<>(station.values());
        row.put("id", station(station.text("name")));
        row.put("county_id", CITY);
        row.put("area_id", SampleIds.of("area", station.text("area")));
        return row;
    }

    private Mono<Long> insertOffers(List<SampleRow> stations) {
        return bulk.insert(
                """
                insert into station_service (station_id, service_id)
                select station_id, service_id
                from jsonb_to_recordset(:rows::jsonb) as r(station_id uuid, service_id uuid)
                """,
                stations.stream()
                        .flatMap(row -> row.list("services").stream()
                                .map(service -> Map.of(
                                        "station_id", station(row.text("name")),
                                        "service_id", service(service))))
                        .toList());
    }

    private Mono<Long> insertFacilities(List<SampleRow> facilities) {
        return bulk.insert(
                """
                insert into facility (id, station_id, name, capacity, wheelchair_accessible)
                select id, station_id, name, capacity, wheelchair_accessible
                from jsonb_to_recordset(:rows::jsonb) as r(
                    id uuid, station_id uuid, name text, capacity integer, wheelchair_accessible boolean)
                """,
                facilities.stream()
                        .map(row -> Map.of(
                                "id", SampleIds.of("facility", row.text("station") + row.text("name")),
                                "station_id", station(row.text("station")),
                                "name", row.text("name"),
                                "capacity", row.number("capacity"),
                                "wheelchair_accessible", row.yes("wheelchair")))
                        .toList());
    }

    private Mono<Long> insertOpeningHours(List<SampleRow> hours) {
        return bulk.insert(
                """
                insert into opening_hours (station_id, day_of_week, opens_at, closes_at)
                select station_id, day, opens_at, closes_at
                from jsonb_to_recordset(:rows::jsonb) as r(
                    station_id uuid, first_day integer, last_day integer, opens_at time, closes_at time),
                    generate_series(first_day, last_day) day
                """,
                hours.stream()
                        .map(row -> Map.of(
                                "station_id", station(row.text("station")),
                                "first_day", row.text("days").substring(0, 1),
                                "last_day", row.text("days").substring(2),
                                "opens_at", row.text("opens"),
                                "closes_at", row.text("closes")))
                        .toList());
    }
}
