package org.doorstep.identity;

import io.netty.channel.ChannelOption;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WeChatProperties.class)
class WeChatConfiguration {

    private static final int LARGEST_ANSWER = 16 * 1024;

    /**
     * Makes clients of WeChat's server API. Not with the application's own builder: its observations would write the
     * secrets in the addresses into traces.
     */
    @Bean
    HttpServiceProxyFactory weChatServer(WeChatProperties properties, JsonMapper mapper) {
        WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create()
                        // gives up before the answer is waited for in vain, and so it is known that nothing was sent
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                                properties.timeout().dividedBy(2).toMillis())))
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
                .build();
    }

    @Bean
    WeChat weChat(HttpServiceProxyFactory weChatServer) {
        return weChatServer.createClient(WeChat.class);
    }
}
