package org.doorstep.reliability;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts some of the connections between a server and PostgreSQL after the commit of a change of bookings and before the
 * server hears of it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message formats</a>
 */
final class DatabaseScissors {

    private static final int TLS_REQUEST = 80877103;

    private final Random random;
    private final int oneIn;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean sharp;

    DatabaseScissors(long seed, int oneIn) {
        this.random = new Random(seed);
        this.oneIn = oneIn;
    }

    void sharpen() {
        sharp = true;
    }

    void blunt() {
        sharp = false;
    }

    int cuts() {
        return cuts.get();
    }

    TcpProxy.Wire wire() {
        return new Conversation();
    }

    private boolean chosen() {
        synchronized (random) {
            return random.nextInt(oneIn) == 0;
        }
    }

    private final class Conversation implements TcpProxy.Wire {

        private final Frames asked = new Frames(true);
        private final Frames answered = new Frames(false);
        private final Map<String, String> statements = new HashMap<>();
        private volatile boolean changes;

        @Override
        public synchronized void asked(byte[] bytes, int length) {
            asked.add(bytes, length);
            for (Frame frame = asked.next(); frame != null; frame = asked.next()) {
                if (frame.type == 'P') {
                    String[] nameAndSql = frame.body.split("\0", 3);
                    statements.put(nameAndSql[0], nameAndSql[1]);
                } else if (frame.type == 'B') {
                    String sql = statements.getOrDefault(frame.body.split("\0", 3)[1], "");
                    changes |= sql.contains("insert into booking") || sql.contains("update booking");
                } else if (frame.type == 'T') {
                    // Flyway's driver asks for TLS, and is left alone
                    answered.ignore();
                }
            }
        }

        @Override
        public synchronized boolean cutsBefore(byte[] answer, int length) {
            answered.add(answer, length);
            boolean cut = false;
            for (Frame frame = answered.next(); frame != null; frame = answered.next()) {
                // ready for the next statement, outside of a transaction: what was changed is committed
                if (frame.type == 'Z' && frame.body.charAt(0) == 'I') {
                    cut |= changes && sharp && chosen();
                    changes = false;
                }
            }
            if (cut) {
                cuts.incrementAndGet();
            }
            return cut;
        }
    }

    private record Frame(char type, String body) {}

    /** The messages in a stream of bytes. */
    private static final class Frames {

        private ByteBuffer buffer = ByteBuffer.allocate(0);
        private boolean greeting;
        private boolean ignored;

        Frames(boolean greeting) {
            this.greeting = greeting;
        }

        void ignore() {
            ignored = true;
        }

        void add(byte[] bytes, int length) {
            if (ignored) {
                return;
            }
            ByteBuffer longer = ByteBuffer.allocate(buffer.remaining() + length);
            longer.put(buffer).put(bytes, 0, length).flip();
            buffer = longer;
        }

        Frame next() {
            int header = greeting ? 4 : 5;
            if (ignored || buffer.remaining() < header) {
                return null;
            }
            int length = buffer.getInt(buffer.position() + header - 4);
            if (buffer.remaining() < length + header - 4) {
                return null;
            }
            char type = greeting ? '?' : (char) buffer.get();
            buffer.getInt();
            byte[] body = new byte[length - 4];
            buffer.get(body);
            if (greeting && body.length == 4 && ByteBuffer.wrap(body).getInt() == TLS_REQUEST) {
                ignored = true;
                return new Frame('T', "");
            }
            greeting = false;
            return new Frame(type, new String(body, StandardCharsets.ISO_8859_1));
        }
    }
}
