package org.doorstep.attendance;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.doorstep.attendance.AttendanceRefusal.CheckInNonceReused;
import org.doorstep.attendance.UploadCheckIns.CheckInInput;
import org.doorstep.platform.crypto.BlindIndex;
import org.doorstep.platform.database.Chores;
import org.doorstep.platform.database.Transactions;
import org.doorstep.platform.refusal.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was uploaded before. A nonce is kept for a month, and what it stood for is too old to be recorded after two days.
 */
@Component
class CheckInNonces {

    private final DatabaseClient database;
    private final Transactions transactions;
    private final BlindIndex index;
    private final JsonMapper json;

    CheckInNonces(DatabaseClient database, Transactions transactions, BlindIndex index, JsonMapper json) {
        this.database = database;
        this.transactions = transactions;
        this.index = index;
        this.json = json;
    }

    /**
     * Claims the nonce within the transaction that records; false when the same was uploaded before. Fails with
     * {@link Refused} when it stood for something else.
     */
    Mono<Boolean> claim(CheckInInput checkIn) {
        byte[] payload = index.of(json.writeValueAsString(checkIn), "check_in.payload");
        return database.sql("insert into check_in (nonce, payload) values (:nonce, :payload) on conflict do nothing")
                .bind("nonce", checkIn.nonce())
                .bind("payload", payload)
                .fetch()
                .rowsUpdated()
                .flatMap(claimed -> claimed == 1 ? Mono.just(true) : isRepeated(checkIn.nonce(), payload));
    }

    private Mono<Boolean> isRepeated(UUID nonce, byte[] payload) {
        return database.sql("select payload from check_in where nonce = :nonce")
                .bind("nonce", nonce)
                .mapValue(byte[].class)
                .one()
                .flatMap(known -> Arrays.equals(known, payload)
                        ? Mono.just(false)
                        : Mono.error(() -> new Refused(new CheckInNonceReused())));
    }

    @Scheduled(fixedDelay = 6 * 60, initialDelay = 15, timeUnit = TimeUnit.MINUTES)
    Mono<Void> forgetByTheClock() {
        return Chores.chore("Forgetting uploads of check-ins", forget());
    }

    Mono<Long> forget() {
        return transactions.writeStatement(
                database.sql("delete from check_in where uploaded_at < now() - interval '30 days'")
                        .fetch()
                        .rowsUpdated());
    }
}
