package org.doorstep.platform.launch;

import org.jspecify.annotations.Nullable;

/** The server cannot start, for a reason that the person who started it can mend. Reported as one line. */
public class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartFailure(String chinese, String english) {
        this(chinese, english, null);
    }

    /** Both sentences say what happened, then what to do. */
    public StartFailure(String chinese, String english, @Nullable Throwable cause) {
        super(onOneLine(chinese + " / " + english), cause);
    }

    private static String onOneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
