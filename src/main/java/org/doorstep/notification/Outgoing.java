package org.doorstep.notification;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.doorstep.notification.MessageTexts.MessagePart;

/**
 * A message that was claimed to be sent.
 *
 * @param attempt counted from 1
 * @param time what {@link MessagePart#TIME} shows
 */
record Outgoing(
        UUID id,
        int attempt,
        String template,
        String openid,
        Locale locale,
        UUID booking,
        Message.Subject subject,
        Instant time) {

    /** Names nobody, since records end up in logs. */
    @Override
    public String toString() {
        return "Outgoing[id=" + id + ", attempt=" + attempt + "]";
    }
}
