package org.doorstep.notification;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MessageProperties.class)
class NotificationConfiguration {

    @Bean
    WeChatMessages weChatMessages(HttpServiceProxyFactory weChatServer) {
        return weChatServer.createClient(WeChatMessages.class);
    }
}
