package org.doorstep.platform.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.doorstep.platform.launch.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Verifies the whole chain and ends: with exit code 0 when it is intact, else 1. */
@Component
@ConditionalOnBooleanProperty("doorstep.verify-audit")
class VerifyAuditCommand implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(VerifyAuditCommand.class);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final AuditVerification verification;
    private final ApplicationContext context;

    VerifyAuditCommand(AuditVerification verification, ApplicationContext context) {
        this.verification = verification;
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        AuditVerified found = Objects.requireNonNull(verification
                .verify(Instant.EPOCH, Instant.now().plus(Duration.ofDays(1)))
                .block(LONGEST));
        if (!found.intact()) {
            throw new StartFailure(
                    "审计记录被改动：第一条不一致的记录是 %d".formatted(found.firstBroken()),
                    "The audit record was tampered with: the first entry that does not fit is %d"
                            .formatted(found.firstBroken()));
        }
        if (found.outsideHeadAt() == null) {
            LOG.warn("没有库外的审计头可比对，结尾被截去也看不出来 / No head was kept outside of the database:"
                    + " a record that was cut off at its end would not be noticed");
        }
        LOG.info(
                "审计记录完整 / The audit record is intact: {} entries, head {}, compared with the head outside of {}",
                found.checked(),
                found.head(),
                found.outsideHeadAt());
        System.exit(SpringApplication.exit(context, () -> 0));
    }
}
