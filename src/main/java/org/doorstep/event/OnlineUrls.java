package org.doorstep.event;

import static org.doorstep.platform.database.Columns.required;

import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.doorstep.identity.Caller;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.crypto.FieldEncryption;
import org.doorstep.platform.page.Where;
import org.doorstep.station.StationRights;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where online sessions meet: encrypted, and no field of an event's projection. */
@Component
public class OnlineUrls {

    /** What stands in an address for something that is another for each child and session. */
    static final String TICKET = "{ticket}";

    private static final int TICKET_BYTES = 18;
    private static final int KEY_PREFIX = 5;

    private final DatabaseClient database;
    private final FieldEncryption encryption;
    private final BlindIndex index;

    OnlineUrls(DatabaseClient database, FieldEncryption encryption, BlindIndex index) {
        this.database = database;
        this.encryption = encryption;
        this.index = index;
    }

    /** An address as it is stored for an event. */
    public byte[] sealed(UUID event, String url) {
        return encryption.encrypt(url, context(event));
    }

    /** The stored address of an event for one booking. A ticket tells nothing of the child, and stays the same. */
    public String personal(UUID event, byte[] sealed, UUID booking) {
        byte[] mac = index.of(booking.toString(), "online.ticket");
        byte[] ticket = new byte[TICKET_BYTES];
        System.arraycopy(mac, KEY_PREFIX, ticket, 0, TICKET_BYTES);
        return open(event, sealed)
                .replace(TICKET, Base64.getUrlEncoder().withoutPadding().encodeToString(ticket));
    }

    /** The addresses of events whose stations the caller may manage, as they were published. */
    Mono<Map<UUID, String>> ofEvents(Collection<UUID> events, Caller caller) {
        Where where = StationRights.restrict(
                new Where()
                        .and("t.id = any(:events)", "events", events.toArray(UUID[]::new))
                        .and("t.online_url is not null"),
                caller,
                "t.station_id");
        return where.bindTo(database.sql("select t.id, t.online_url from event t " + where.sql()))
                .map(row -> {
                    UUID event = required(row, 0, UUID.class);
                    return Map.entry(event, open(event, required(row, 1, byte[].class)));
                })
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private String open(UUID event, byte[] sealed) {
        return encryption.decrypt(sealed, context(event));
    }

    private static String context(UUID event) {
        return "event.online_url:" + event;
    }
}
