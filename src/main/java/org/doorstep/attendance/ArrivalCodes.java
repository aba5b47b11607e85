package org.doorstep.attendance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.doorstep.platform.database.Columns.required;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.attendance.AttendanceRefusal.ArrivalCodeExpired;
import org.doorstep.attendance.AttendanceRefusal.ArrivalCodeUsed;
import org.doorstep.family.Families;
import org.doorstep.platform.crypto.Signatures;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Codes that check a child in: the booking, a nonce and the moment of expiry, signed. Nothing is kept until one is used;
 * its nonce is then kept until the code would have expired anyway.
 */
@Component
class ArrivalCodes {

    /** What a family shows at the door. */
    record ArrivalCode(String code, Instant expiresAt) {

        /** Without the code, since records end up in logs. */
        @Override
        public String toString() {
            return "ArrivalCode until " + expiresAt;
        }
    }

    private static final byte[] CONTEXT = "arrival-code:".getBytes(US_ASCII);
    private static final int CONTENT = 2 * 16 + Integer.BYTES;
    private static final int MAX_LENGTH = 200;

    private final DatabaseClient database;
    private final Transactions transactions;
    private final Signatures signatures;
    private final Duration life;

    ArrivalCodes(
            DatabaseClient database,
            Transactions transactions,
            Signatures signatures,
            AttendanceProperties properties) {
        this.database = database;
        this.transactions = transactions;
        this.signatures = signatures;
        this.life = properties.arrivalCodeLife();
    }

    /** A code that this server signed. */
    record Presented(UUID booking, UUID nonce, Instant expiresAt) {}

    /** A fresh code for each booking of the person's family whose child may come now. */
    Mono<Map<UUID, ArrivalCode>> ofBookings(Collection<UUID> bookings, UUID person) {
        return database.sql("""
                        select b.id, least(now() + make_interval(secs => :life), s.ends_at)
                        from booking b join session s on s.id = b.session_id join child c on c.id = b.child_id
                        where b.id = any(:bookings) and b.state = 'CONFIRMED' and s.cancelled_at is null
                          and now() >= s.starts_at - interval '2 hours' and now() < s.ends_at and """ + " " + Families.ofPerson("c.family_id"))
                .bind("bookings", bookings.toArray(UUID[]::new))
                .bind("person", person)
                .bind("life", (double) life.toSeconds())
                .map(row -> Map.entry(required(row, 0, UUID.class), required(row, 1, Instant.class)))
                .all()
                .collectMap(Map.Entry::getKey, found -> sign(found.getKey(), found.getValue()));
    }

    private ArrivalCode sign(UUID booking, Instant expiresAt) {
        UUID nonce = UUID.randomUUID();
        byte[] content = ByteBuffer.allocate(CONTENT)
                .putLong(booking.getMostSignificantBits())
                .putLong(booking.getLeastSignificantBits())
                .putLong(nonce.getMostSignificantBits())
                .putLong(nonce.getLeastSignificantBits())
                .putInt((int) expiresAt.getEpochSecond())
                .array();
        byte[] signature = signatures.sign(signed(content));
        byte[] code = ByteBuffer.allocate(CONTENT + signature.length)
                .put(content)
                .put(signature)
                .array();
        return new ArrivalCode(
                Base64.getUrlEncoder().withoutPadding().encodeToString(code),
                Instant.ofEpochSecond(expiresAt.getEpochSecond()));
    }

    /** Empty for what this server did not sign. */
    Optional<Presented> open(String code) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getUrlDecoder().decode(code.length() > MAX_LENGTH ? "" : code.strip()));
            if (bytes.remaining() <= CONTENT) {
                return Optional.empty();
            }
            byte[] content = new byte[CONTENT];
            bytes.get(content);
            byte[] signature = new byte[bytes.remaining()];
            bytes.get(signature);
            if (!signatures.verify(signature, signed(content))) {
                return Optional.empty();
            }
            ByteBuffer read = ByteBuffer.wrap(content);
            return Optional.of(new Presented(
                    new UUID(read.getLong(), read.getLong()),
                    new UUID(read.getLong(), read.getLong()),
                    Instant.ofEpochSecond(Integer.toUnsignedLong(read.getInt()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] signed(byte[] content) {
        return ByteBuffer.allocate(CONTEXT.length + content.length)
                .put(CONTEXT)
                .put(content)
                .array();
    }

    /** Uses a code up within the transaction of the arrival; fails with {@link Refused}. */
    Mono<Void> use(Presented code) {
        return database.sql("""
                        with used as (
                            insert into arrival_code_use (nonce, booking_id, expires_at)
                            select :nonce, :booking, :expires_at where :expires_at > now()
                            on conflict do nothing
                            returning nonce
                        )
                        select case when exists (select from used) then 'USED' when :expires_at > now() then 'REPLAYED'
                               else 'EXPIRED' end
                        """)
                .bind("nonce", code.nonce())
                .bind("booking", code.booking())
                .bind("expires_at", code.expiresAt())
                .mapValue(String.class)
                .one()
                .flatMap(outcome -> switch (outcome) {
                    case "USED" -> Mono.<Void>empty();
                    case "REPLAYED" -> Mono.error(new Refused(new ArrivalCodeUsed()));
                    default -> Mono.error(new Refused(new ArrivalCodeExpired()));
                });
    }

    @Scheduled(fixedDelay = 60, initialDelay = 10, timeUnit = TimeUnit.MINUTES)
    Mono<Void> forgetByTheClock() {
        return Chores.chore("Forgetting arrival codes that expired", forget());
    }

    /** Forgets what no code can be replayed with. */
    Mono<Long> forget() {
        return transactions.writeStatement(
                database.sql("delete from arrival_code_use where expires_at < now() - interval '1 day'")
                        .fetch()
                        .rowsUpdated());
    }
}
