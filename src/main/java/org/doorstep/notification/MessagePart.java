package org.doorstep.notification;

/** What a field of a template can show. */
enum MessagePart {
    /** The event's title. */
    EVENT,
    /** The station's name. */
    STATION,
    /** When to answer an offer or a question, when an uncollected child's session ended, else when the session begins. */
    TIME,
    /** What happened, in a few words. */
    NOTE
}
