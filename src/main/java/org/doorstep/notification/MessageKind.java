package org.doorstep.notification;

/** What a message tells; the database knows the same names. */
enum MessageKind {
    BOOKING_CONFIRMED,
    OFFER,
    REMINDER,
    RECONFIRM,
    CHANGE,
    CANCELLATION,
    PICK_UP_ALARM,
    OVERDUE_CHILD
}
