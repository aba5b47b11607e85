package org.doorstep.reliability;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Cuts some of the connections between clients and a server at the first byte of the answer to a mutation. */
final class HttpScissors {

    private final Random random;
    private final int oneIn;
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean sharp = true;

    /** @param oneIn how many answers pass for one that is cut off, on the average */
    HttpScissors(long seed, int oneIn) {
        this.random = new Random(seed);
        this.oneIn = oneIn;
    }

    void sharpen() {
        sharp = true;
    }

    /** Lets all answers pass from now on. */
    void blunt() {
        sharp = false;
    }

    int cuts() {
        return cuts.get();
    }

    TcpProxy.Wire wire() {
        return new TcpProxy.Wire() {

            private volatile boolean mutation;

            @Override
            public void asked(byte[] bytes, int length) {
                mutation |= new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("mutation(");
            }

            @Override
            public boolean cutsBefore(byte[] answer, int length) {
                boolean cut = mutation && sharp && chosen();
                mutation = false;
                if (cut) {
                    cuts.incrementAndGet();
                }
                return cut;
            }
        };
    }

    private boolean chosen() {
        synchronized (random) {
            return random.nextInt(oneIn) == 0;
        }
    }
}
