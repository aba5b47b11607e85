package org.doorstep.identity;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/**
 * WeChat's server API.
 *
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html">code2Session</a>
 * @see <a href="https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html">getPhoneNumber</a>
 */
interface WeChat {

    @GetExchange("/sns/jscode2session?grant_type=authorization_code")
    Mono<CodeToSession> codeToSession(
            @RequestParam("appid") String appId,
            @RequestParam("secret") String secret,
            @RequestParam("js_code") String code);

    @PostExchange("/cgi-bin/stable_token")
    Mono<StableToken> stableToken(@RequestBody StableTokenRequest request);

    @PostExchange("/wxa/business/getuserphonenumber")
    Mono<PhoneNumberAnswer> phoneNumber(
            @RequestParam("access_token") String token, @RequestBody PhoneNumberRequest request);
}
