package org.doorstep.platform.refusal;

/** One field that cannot be accepted: where it stands in the input, and the key of the sentence that says why. */
public record InputProblem(String path, String messageKey, Object... arguments) {}
