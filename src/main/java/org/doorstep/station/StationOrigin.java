package org.doorstep.station;

/** How a station came to be (提升 / 新建 / 创设). */
public enum StationOrigin {
    UPGRADED,
    NEWLY_BUILT,
    CREATED_IN_PLACE
}
