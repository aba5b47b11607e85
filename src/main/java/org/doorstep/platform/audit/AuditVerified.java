package org.doorstep.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param checked links that were looked at
 * @param firstBroken number of the first entry that is not what was recorded; null when all are
 * @param head hash of the newest sealed link, as hexadecimal digits; null while there is none
 * @param outsideHeadAt when the seal was made that is kept outside of the database; null when none was found there
 */
public record AuditVerified(
        long checked,
        @Nullable Long firstBroken,
        @Nullable String head,
        @Nullable Instant outsideHeadAt) {

    AuditVerified(long checked, @Nullable Long firstBroken, @Nullable String head) {
        this(checked, firstBroken, head, null);
    }

    /** A head that the record does not hold is what shows that the record was cut off before it. */
    AuditVerified with(AuditHeads.Compared compared) {
        OutsideHead kept = compared.kept();
        return new AuditVerified(
                checked,
                firstBroken == null && !compared.held() ? Long.valueOf(kept.entry()) : firstBroken,
                head,
                kept.sealedAt());
    }

    public boolean intact() {
        return firstBroken == null;
    }
}
