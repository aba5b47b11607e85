package org.doorstep.station;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.doorstep.platform.id.IdType;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.r2dbc.core.DatabaseClient;

/** Stations for tests of any feature, each in a town and a city of its own. */
@TestComponent
public class TestStations {

    private static final AtomicInteger COUNT = new AtomicInteger(100_000);

    /** A station with the areas that contain it. */
    public record TestStation(UUID uuid, UUID city, UUID town, String name) {

        /** The station's id as the API shows it. */
        public String id() {
            return Station.ID.encode(uuid);
        }
    }

    @Autowired
    private DatabaseClient database;

    /** A new station in a new town of a new city. */
    public TestStation station() {
        int number = COUNT.incrementAndGet();
        UUID city = IdType.next();
        UUID town = IdType.next();
        UUID station = IdType.next();
        database.sql("""
                        with city as (
                            insert into area (id, code, name, level, path)
                            values (:city, :number, '测试市', 'CITY', array[:city]::uuid[])
                        ), town as (
                            insert into area (id, parent_id, code, name, level, path)
                            values (:town, :city, :number || '001', '测试镇', 'TOWN', array[:city, :town]::uuid[])
                        )
                        insert into station (id, county_id, area_id, name, address, latitude, longitude, origin, opened_on)
                        values (:station, :city, :town, '驿站' || :number, '测试路1号', 30.7, 121.0, 'NEWLY_BUILT', '2022-05-01')
                        """)
                .bind("city", city)
                .bind("town", town)
                .bind("station", station)
                .bind("number", Integer.toString(number))
                .fetch()
                .rowsUpdated()
                .block();
        return new TestStation(station, city, town, "驿站" + number);
    }

    /** A new service of the catalogue. */
    public UUID service() {
        UUID service = IdType.next();
        int number = COUNT.incrementAndGet();
        database.sql("insert into service (id, code, name, basic) values (:id, :code, :name, false)")
                .bind("id", service)
                .bind("code", "SERVICE_" + number)
                .bind("name", "服务" + number)
                .fetch()
                .rowsUpdated()
                .block();
        return service;
    }
}
