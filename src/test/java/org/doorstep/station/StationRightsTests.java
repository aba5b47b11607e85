package org.doorstep.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.doorstep.DoorstepTest;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.identity.RoleGrant;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.FaultCode;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.refusal.CommonRefusal.NotFound;
import org.doorstep.platform.refusal.Refused;
import org.doorstep.station.TestStations.TestStation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@DoorstepTest
@Import(TestStations.class)
class StationRightsTests {

    @Autowired
    StationRights rights;

    @Autowired
    TestStations stations;

    @Test
    void staff_and_master_manage_their_own_station_and_no_other() {
        TestStation own = stations.station();
        TestStation other = stations.station();
        for (Role role : List.of(Role.STATION_STAFF, Role.STATION_MASTER)) {
            Caller caller = holding(RoleGrant.atStation(role, own.uuid()));
            assertThat(manages(caller, own)).isTrue();
            assertThat(manages(caller, other)).isFalse();
        }
    }

    @Test
    void a_federation_manages_every_station_within_its_area_and_none_outside() {
        TestStation station = stations.station();
        TestStation elsewhere = stations.station();
        for (UUID area : List.of(station.city(), station.town())) {
            Caller caller = holding(RoleGrant.inArea(Role.FEDERATION, area));
            assertThat(manages(caller, station)).isTrue();
            assertThat(manages(caller, elsewhere)).isFalse();
        }
    }

    @Test
    void an_administrator_manages_every_station_that_exists() {
        Caller admin = holding(RoleGrant.of(Role.ADMIN));
        assertThat(manages(admin, stations.station())).isTrue();
        assertThat(rights.mayManage(admin, IdType.next()).block()).isFalse();
    }

    @Test
    void an_executive_of_the_area_a_guardian_and_nobody_manage_nothing() {
        TestStation station = stations.station();
        assertThat(manages(holding(RoleGrant.inArea(Role.EXECUTIVE, station.city())), station))
                .isFalse();
        assertThat(manages(holding(RoleGrant.of(Role.GUARDIAN)), station)).isFalse();
        assertThat(manages(Caller.ANONYMOUS, station)).isFalse();
    }

    @Test
    void a_missing_and_a_foreign_station_are_refused_alike() {
        TestStation foreign = stations.station();
        Caller caller = holding(
                RoleGrant.atStation(Role.STATION_STAFF, stations.station().uuid()));
        for (String id : List.of(foreign.id(), Station.ID.encode(IdType.next()))) {
            assertThatThrownBy(() -> rights.require(caller, id).block())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(new NotFound(id)));
        }
    }

    @Test
    void nobody_is_asked_to_sign_in_and_who_manages_no_station_is_forbidden() {
        TestStation station = stations.station();
        assertThatThrownBy(() -> rights.require(Caller.ANONYMOUS, station.id()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED));
        assertThatThrownBy(() -> rights.require(holding(RoleGrant.of(Role.GUARDIAN)), station.id()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.FORBIDDEN));
    }

    private Boolean manages(Caller caller, TestStation station) {
        return rights.mayManage(caller, station.uuid()).blockOptional().orElseThrow();
    }

    private static Caller holding(RoleGrant grant) {
        return Caller.person(IdType.next(), List.of(grant));
    }
}
