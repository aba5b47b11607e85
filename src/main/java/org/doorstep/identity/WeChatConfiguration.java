package org.doorstep.identity;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WeChatProperties.class)
class WeChatConfiguration {

    private static final int LARGEST_ANSWER = 16 * 1024;

    /** Not the application's own builder: its observations would write the secret in the address into traces. */
    @Bean
    WeChat weChat(WeChatProperties properties, JsonMapper mapper) {
        WebClient client = WebClient.builder()
                .baseUrl(properties.baseUrl().toString())
                .codecs(codecs -> {
                    // WeChat labels its JSON as text/plain
                    codecs.defaultCodecs()
                            .jacksonJsonDecoder(
                                    new JacksonJsonDecoder(mapper, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN));
                    codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER);
                })
                .build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(WeChat.class);
    }
}
