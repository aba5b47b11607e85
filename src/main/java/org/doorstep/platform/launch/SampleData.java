package org.doorstep.platform.launch;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Whether invented data and its demo personas exist: {@code doorstep.sample-data}, by default only on the embedded database. */
public record SampleData(boolean on) {

    public static SampleData of(Environment environment) {
        boolean embedded = !StringUtils.hasText(environment.getProperty("doorstep.db.url"));
        return new SampleData(environment.getProperty("doorstep.sample-data", Boolean.class, embedded));
    }
}
