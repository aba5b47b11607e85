package org.doorstep;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The server as {@code mvn spring-boot:run} starts it: with the sample data, and in the role that it works in. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DoorstepTest(properties = {"doorstep.sample-data=true", "doorstep.db.role=doorstep_server"})
public @interface SampleDataTest {}
