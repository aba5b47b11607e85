package org.doorstep.platform.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one caller may take in a minute and hold at a time on one instance; 0 lifts a limit. The reasons for the
 * figures stand in ADR 42.
 *
 * @param personCost points a minute for a person
 * @param clientCost points a minute for a partner's program
 * @param addressCost points a minute for all callers of an address who are not signed in
 * @param changes mutations a minute for a person, a program, or all anonymous callers of an address
 * @param signIns sign-ins a minute from an address
 * @param personSignIns sign-ins a minute of one person
 * @param refreshes refresh tokens a minute that an address may present
 * @param wrongRefreshes how many of them may be wrong before the answer says no more
 * @param wrongCodes codes a minute that one person may present in vain
 * @param phoneCodes codes for a phone number a minute that one person may have WeChat asked about
 * @param tokenRequests requests for a partner's token a minute from an address
 * @param sockets WebSockets at a time on the server
 * @param addressSockets WebSockets at a time from an address
 * @param personSockets WebSockets at a time of a person or a program
 * @param subscriptions subscriptions at a time on the server, over WebSockets and event streams
 * @param callerSubscriptions subscriptions at a time of a person or a program
 * @param addressSubscriptions subscriptions at a time of all anonymous callers of an address
 * @param connections connections at a time to the server
 * @param peerConnections connections at a time from one address; not judged behind a proxy, which is one address
 * @param requestTime how long a client may take to send the head of a request, and again its body
 * @param idleTime after which a connection without a request is closed
 * @param silence after which a WebSocket is asked whether it is there; it is closed when it stays silent as long again
 * @param logLines how many warnings or errors of one kind are written to the log in a minute; the others are counted
 */
@ConfigurationProperties("doorstep.limits")
public record LimitProperties(
        @DefaultValue("100000") long personCost,
        @DefaultValue("200000") long clientCost,
        @DefaultValue("300000") long addressCost,
        @DefaultValue("300") long changes,
        @DefaultValue("120") long signIns,
        @DefaultValue("20") long personSignIns,
        @DefaultValue("600") long refreshes,
        @DefaultValue("30") long wrongRefreshes,
        @DefaultValue("30") long wrongCodes,
        @DefaultValue("10") long phoneCodes,
        @DefaultValue("60") long tokenRequests,
        @DefaultValue("2000") long sockets,
        @DefaultValue("200") long addressSockets,
        @DefaultValue("10") long personSockets,
        @DefaultValue("5000") long subscriptions,
        @DefaultValue("200") long callerSubscriptions,
        @DefaultValue("400") long addressSubscriptions,
        @DefaultValue("8000") long connections,
        @DefaultValue("1000") long peerConnections,
        @DefaultValue("10s") Duration requestTime,
        @DefaultValue("60s") Duration idleTime,
        @DefaultValue("45s") Duration silence,
        @DefaultValue("3") long logLines) {}
