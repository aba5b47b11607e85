package org.doorstep.family;

import org.doorstep.platform.refusal.Refusal;

/** The version that was consented to is not the one in force. */
record ConsentOutdated(int currentVersion) implements Refusal {

    @Override
    public Object[] messageArguments() {
        return new Object[] {currentVersion};
    }
}
