package org.doorstep.platform.refusal;

/** The idempotency key was used within 24 hours with another payload. */
public record IdempotencyKeyReused() implements Refusal {}
