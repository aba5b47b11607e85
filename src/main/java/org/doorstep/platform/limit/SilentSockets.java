package org.doorstep.platform.limit;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Asks a WebSocket that was silent for a while whether it is there, by a ping frame, which every client answers by itself;
 * closes it when nothing comes back.
 */
final class SilentSockets extends IdleStateHandler {

    private final Floods floods;

    SilentSockets(Duration silence, Floods floods) {
        super(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        this.floods = floods;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (event.isFirst() && context.pipeline().get(WebSocketFrameEncoder.class) != null) {
            context.channel().writeAndFlush(new PingWebSocketFrame());
        } else {
            floods.refused("silent-sockets");
            context.close();
        }
    }

    /** Keeps the answers from GraphQL over WebSocket, which knows no frame but text and would close the socket. */
    static ChannelHandler answers() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof PongWebSocketFrame) {
                    ReferenceCountUtil.release(message);
                    context.read();
                } else {
                    context.fireChannelRead(message);
                }
            }
        };
    }
}
