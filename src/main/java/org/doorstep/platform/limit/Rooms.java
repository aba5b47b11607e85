package org.doorstep.platform.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts what is open at a time on this instance, by kind and key. */
@Component
public class Rooms {

    private record Place(Room room, Object key) {}

    private final Map<Place, Long> taken = new ConcurrentHashMap<>();
    private final LimitProperties properties;
    private final Floods floods;

    Rooms(LimitProperties properties, Floods floods) {
        this.properties = properties;
        this.floods = floods;
    }

    /** A place that was taken; closing it again does nothing. */
    public interface Stay extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a place; null when there is none left. */
    public @Nullable Stay enter(Room room, Object key) {
        long places = room.places(properties);
        Place place = new Place(room, key);
        AtomicBoolean inside = new AtomicBoolean();
        taken.compute(place, (same, before) -> {
            long count = before == null ? 0 : before;
            inside.set(places <= 0 || count < places);
            return inside.get() ? Long.valueOf(count + 1) : before;
        });
        if (!inside.get()) {
            floods.refused(room.tag());
            return null;
        }
        return () -> {
            if (inside.compareAndSet(true, false)) {
                taken.computeIfPresent(place, (same, count) -> count == 1 ? null : count - 1);
            }
        };
    }

    /** How many are inside. */
    public long taken(Room room, Object key) {
        return taken.getOrDefault(new Place(room, key), 0L);
    }
}
