package org.doorstep.platform.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param checked links that were looked at
 * @param firstBroken number of the first entry that is not what was recorded; null when all are
 * @param head hash of the newest sealed link, as hexadecimal digits; null while there is none
 */
public record AuditVerified(
        long checked, @Nullable Long firstBroken, @Nullable String head) {

    public boolean intact() {
        return firstBroken == null;
    }
}
