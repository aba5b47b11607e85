package org.doorstep.identity;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import reactor.core.publisher.Mono;

/**
 * WeChat's server API.
 *
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html">code2Session</a>
 */
interface WeChat {

    @GetExchange("/sns/jscode2session?grant_type=authorization_code")
    Mono<CodeToSession> codeToSession(
            @RequestParam("appid") String appId,
            @RequestParam("secret") String secret,
            @RequestParam("js_code") String code);
}
