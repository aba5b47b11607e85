package org.doorstep.identity;

/** Whom of the sample data to sign in as. */
record SignInAsDemoInput(DemoPersona persona) {}
