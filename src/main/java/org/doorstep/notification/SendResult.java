package org.doorstep.notification;

import org.jspecify.annotations.Nullable;

/**
 * WeChat's answer to a message.
 *
 * @param errcode null or 0 means success
 */
record SendResult(@Nullable Integer errcode) {

    int status() {
        return errcode == null ? 0 : errcode;
    }
}
