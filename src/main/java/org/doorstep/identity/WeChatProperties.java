package org.doorstep.identity;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach WeChat, and as which mini-program. Without an app id and a secret, nobody can sign in with WeChat.
 *
 * @param timeout how long to wait for WeChat's answer
 */
@ConfigurationProperties("doorstep.wechat")
public record WeChatProperties(
        @DefaultValue("https://api.weixin.qq.com") URI baseUrl,
        @Nullable String appId,
        @Nullable String secret,
        @DefaultValue("3s") Duration timeout) {

    /** Whether the mini-program is known. */
    public boolean configured() {
        return appId != null && !appId.isBlank() && secret != null && !secret.isBlank();
    }

    /** Names no secret, since records end up in logs. */
    @Override
    public String toString() {
        return "WeChatProperties[baseUrl=" + baseUrl + "]";
    }
}
