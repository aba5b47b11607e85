package org.doorstep.notification;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/**
 * WeChat's server API for subscribe messages.
 *
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html">sendMessage</a>
 */
interface WeChatMessages {

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

    @PostExchange("/cgi-bin/message/subscribe/send")
    Mono<SendResult> send(@RequestParam("access_token") String token, @RequestBody SubscribeMessage message);
}
