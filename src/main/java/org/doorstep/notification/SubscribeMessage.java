package org.doorstep.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A message as WeChat takes it. */
record SubscribeMessage(
        String touser,
        @JsonProperty("template_id") String templateId,
        String page,
        @JsonProperty("miniprogram_state") String miniprogramState,
        String lang,
        Map<String, Value> data) {

    /** What stands in a field of the template. */
    record Value(String value) {}

    /** Names nobody, since records end up in logs. */
    @Override
    public String toString() {
        return "SubscribeMessage[templateId=" + templateId + "]";
    }
}
