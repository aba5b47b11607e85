package org.doorstep.platform.limit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Hooks;
import reactor.netty.channel.AbortedException;

/**
 * Keeps a flood of requests from becoming a flood of the log: of warnings and errors that differ in their values only, so
 * many a minute are written and the others are counted. Logback's own filter of duplicates never forgets, and would keep
 * tomorrow's failure silent.
 */
@Component
class LogFloods extends TurboFilter implements DisposableBean {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MANY = 1000;

    /** What two lines of the log have in common that differ in their values only. */
    private record Line(
            String logger, String format, @Nullable String place) {}

    private final Cache<Line, AtomicLong> lines =
            Caffeine.newBuilder().maximumSize(MANY).expireAfterWrite(MINUTE).build();
    private final long perMinute;
    private final Floods floods;

    LogFloods(LimitProperties properties, Floods floods) {
        this.perMinute = properties.logLines();
        this.floods = floods;
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            start();
            logback.addTurboFilter(this);
        }
        Hooks.onErrorDropped(this::dropped);
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        // without a text it is the question whether to log at all
        if (format == null
                || perMinute <= 0
                || !level.isGreaterOrEqual(Level.WARN)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        Line line = new Line(logger.getName(), format, failure == null ? null : placeOf(failure));
        if (lines.get(line, same -> new AtomicLong()).incrementAndGet() <= perMinute) {
            return FilterReply.NEUTRAL;
        }
        floods.refused("log-lines");
        return FilterReply.DENY;
    }

    private static String placeOf(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Failures that come when their request was answered or has gone; a client that hung up is nobody's defect. */
    private void dropped(Throwable failure) {
        if (failure instanceof IOException || failure instanceof AbortedException) {
            floods.refused("hung-up");
        } else {
            LoggerFactory.getLogger(LogFloods.class)
                    .warn("A failure came too late to be answered: {}", placeOf(failure));
        }
    }

    @Override
    public void destroy() {
        if (getContext() instanceof LoggerContext logback) {
            logback.getTurboFilterList().remove(this);
        }
    }
}
