package org.doorstep.reliability;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.doorstep.reliability.World.Family;

/** All families ask for the same session at the same moment. */
final class Rush {

    private Rush() {}

    /** Every other family asks for one child only; gives the greatest number of requests that were under way at once. */
    static int on(Deployment deployment, UUID session) throws InterruptedException {
        List<Family> families = deployment.world().families();
        Clients clients = deployment.clients();
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(families.size());
        for (int i = 0; i < families.size(); i++) {
            Family family = families.get(i);
            List<UUID> children =
                    i % 2 == 0 ? family.children() : List.of(family.children().get(0));
            pool.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                clients.book(family.guardian(), session, children, true, false);
                most.accumulateAndGet(clients.history().inFlight() + 1, Math::max);
            });
        }
        start.countDown();
        pool.shutdown();
        if (!pool.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("Some families have no answer");
        }
        return most.get();
    }
}
