package org.doorstep.booking;

/** Why some wait before others, and how far before. */
public record WaitlistPriority(String code, String name, int rank) {}
