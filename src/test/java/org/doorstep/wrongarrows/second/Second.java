package org.doorstep.wrongarrows.second;

import org.doorstep.wrongarrows.first.First;
import org.jspecify.annotations.Nullable;

/** Knows the first feature, which it may not. */
public record Second(@Nullable First first) {}
