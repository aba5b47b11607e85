package org.doorstep.notification;

/** Whether a message went out by WeChat; the database knows the same names. */
enum MessageState {
    PENDING,
    SENT,
    UNREACHABLE,
    FAILED,
    OBSOLETE
}
