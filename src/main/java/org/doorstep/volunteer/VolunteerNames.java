package org.doorstep.volunteer;

import static org.doorstep.platform.database.Columns.required;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.doorstep.identity.Caller;
import org.doorstep.identity.PhoneNumbers;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.personal.Mask;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Names and phones of volunteers, in full for those who may see them and masked for everybody else. */
@Component
class VolunteerNames {

    private static final String NAME = "volunteer.name:";
    private static final String PHONE = "volunteer.phone:";
    /** Stands for the name of a volunteer whose account was deleted. */
    private static final String DELETED = "已注销";

    private final DatabaseClient database;
    private final FieldEncryption encryption;

    VolunteerNames(DatabaseClient database, FieldEncryption encryption) {
        this.database = database;
        this.encryption = encryption;
    }

    byte[] sealName(String name, UUID volunteer) {
        return encryption.encrypt(name.strip(), nameContext(volunteer));
    }

    byte @Nullable [] sealPhone(@Nullable String phone, UUID volunteer) {
        String normal = phone == null ? null : PhoneNumbers.normal(phone);
        return normal == null ? null : encryption.encrypt(normal, phoneContext(volunteer));
    }

    static String nameContext(UUID volunteer) {
        return NAME + volunteer;
    }

    static String phoneContext(UUID volunteer) {
        return PHONE + volunteer;
    }

    Mono<Map<UUID, String>> names(Collection<UUID> volunteers, Caller caller) {
        return read("display_name", NAME, volunteers, caller, Mask::name).map(names -> {
            volunteers.forEach(volunteer -> names.putIfAbsent(volunteer, DELETED));
            return names;
        });
    }

    Mono<Map<UUID, String>> phones(Collection<UUID> volunteers, Caller caller) {
        return read("phone", PHONE, volunteers, caller, Mask::phone);
    }

    private Mono<Map<UUID, String>> read(
            String column, String context, Collection<UUID> volunteers, Caller caller, Function<String, String> mask) {
        return database.sql("select t.id, t." + column + """
                        , coalesce(t.person_id = :self, false) or t.station_id = any(:stations)
                            or exists (select from sign_up u
                                       where u.volunteer_id = t.id and u.withdrawn_at is null
                                         and u.station_id = any(:stations))
                        from volunteer t where t.id = any(:ids) and t.""" + column + " is not null")
                .bind("self", Parameter.fromOrEmpty(caller.isPerson() ? caller.personId() : null, UUID.class))
                .bind("stations", VolunteerRights.stationsOf(caller))
                .bind("ids", volunteers.toArray(UUID[]::new))
                .map(row -> {
                    UUID id = required(row, 0, UUID.class);
                    String plain = encryption.decrypt(required(row, 1, byte[].class), context + id);
                    return Map.entry(id, Boolean.TRUE.equals(row.get(2, Boolean.class)) ? plain : mask.apply(plain));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
