package org.doorstep.platform.limit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request does not get its head across in time, however steadily single bytes of it arrive, or
 * its body in twice that time. Netty's time-outs begin anew with each byte, or only once the head is complete, and end a
 * WebSocket, too.
 */
final class RequestClock {

    private final Duration time;
    private final Duration silence;
    private final Floods floods;
    private boolean inRequest;
    private @Nullable Future<?> alarm;

    RequestClock(Duration time, Duration silence, Floods floods) {
        this.time = time;
        this.silence = silence;
        this.floods = floods;
    }

    /** Sees bytes before they are decoded. */
    ChannelInboundHandlerAdapter bytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                start(context, time, "slow-heads");
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object bytes) {
                if (!inRequest) {
                    start(context, time, "slow-heads");
                }
                context.fireChannelRead(bytes);
            }

            @Override
            public void handlerRemoved(ChannelHandlerContext context) {
                stop();
            }
        };
    }

    /** Sees what was decoded. */
    ChannelInboundHandlerAdapter messages() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest request) {
                    inRequest = true;
                    stop();
                    if (request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
                        becomeSocket(context);
                    } else {
                        // who reads the body has answered 408 by then
                        start(context, time.multipliedBy(2), "slow-bodies");
                    }
                }
                if (message instanceof LastHttpContent) {
                    inRequest = false;
                    stop();
                }
                context.fireChannelRead(message);
            }
        };
    }

    private void becomeSocket(ChannelHandlerContext context) {
        if (context.pipeline().get("silence") != null) {
            return;
        }
        context.pipeline().remove("request-clock");
        context.pipeline()
                .addBefore(NettyPipeline.ReactiveBridge, "silence", new SilentSockets(silence, floods))
                .addBefore(NettyPipeline.ReactiveBridge, "silence-answers", SilentSockets.answers());
    }

    private void start(ChannelHandlerContext context, Duration limit, String kind) {
        if (alarm == null) {
            alarm = context.executor()
                    .schedule(
                            () -> {
                                floods.refused(kind);
                                context.close();
                            },
                            limit.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }
}
