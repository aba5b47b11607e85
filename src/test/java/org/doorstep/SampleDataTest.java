package org.doorstep;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The server as {@code mvn spring-boot:run} starts it: with the sample data, and with the login that it works with. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DoorstepTest(properties = {"doorstep.sample-data=true", "doorstep.db.server-user=", "doorstep.db.server-password="})
public @interface SampleDataTest {}
