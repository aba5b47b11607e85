package org.doorstep.platform.launch;

/** Whether invented data and its demo personas exist: {@code doorstep.sample-data}, by default only on the embedded database. */
public record SampleData(boolean on) {}
