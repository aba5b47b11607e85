package org.doorstep.platform.limit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Limits connections, by the address that connects and in all, and how long one may stay without a whole request. */
@Component
class ConnectionLimits implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private final LimitProperties properties;
    private final Rooms rooms;
    private final Floods floods;
    private final boolean behindProxy;

    ConnectionLimits(LimitProperties properties, Rooms rooms, Floods floods, ServerProperties server) {
        this.properties = properties;
        this.rooms = rooms;
        this.floods = floods;
        ForwardHeadersStrategy strategy = server.getForwardHeadersStrategy();
        this.behindProxy = strategy != null && strategy != ForwardHeadersStrategy.NONE;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(this::limited);
    }

    private HttpServer limited(HttpServer server) {
        return server.idleTimeout(properties.idleTime()).doOnChannelInit((observer, channel, remote) -> begin(channel));
    }

    private void begin(Channel channel) {
        Rooms.Stay ofServer = rooms.enter(Room.CONNECTIONS, "server");
        Rooms.Stay ofPeer = ofServer == null || behindProxy
                ? ofServer
                : rooms.enter(Room.PEER_CONNECTIONS, Network.of((InetSocketAddress) channel.remoteAddress()));
        if (ofServer != null) {
            channel.closeFuture().addListener(closed -> ofServer.close());
        }
        if (ofPeer == null) {
            channel.unsafe().closeForcibly();
            return;
        }
        channel.closeFuture().addListener((ChannelFutureListener) closed -> ofPeer.close());
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpCodec) == null) {
            return;
        }
        RequestClock clock = new RequestClock(properties.requestTime(), properties.silence(), floods);
        pipeline.addBefore(NettyPipeline.HttpCodec, "request-clock", clock.bytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, "request-clock-end", clock.messages());
    }
}
