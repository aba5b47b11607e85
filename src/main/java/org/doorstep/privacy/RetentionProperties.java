package org.doorstep.privacy;

import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long personal data is kept.
 *
 * @param custody who collected a child, and what was noted of incidents; also after the child was deleted
 * @param audit entries of the audit record; 3 years at least, which the database enforces
 * @param collectors collectors off the list, lifted bars and passes that nobody used
 * @param waitlist why who waited was offered a place or passed over
 * @param messages what families were told
 * @param inactiveFamilies families that neither booked nor signed in
 */
@ConfigurationProperties("doorstep.retention")
record RetentionProperties(
        @DefaultValue("3y") Period custody,
        @DefaultValue("3y") Period audit,
        @DefaultValue("1y") Period collectors,
        @DefaultValue("1y") Period waitlist,
        @DefaultValue("1y") Period messages,
        @DefaultValue("3y") Period inactiveFamilies) {}
