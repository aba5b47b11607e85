package org.doorstep.attendance;

import java.util.List;

/** What a device recorded while it was offline, in the order in which it happened. */
record UploadCheckInsInput(List<CheckInInput> checkIns) {}
