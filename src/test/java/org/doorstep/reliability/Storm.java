package org.doorstep.reliability;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.doorstep.reliability.Clients.Shown;
import org.doorstep.reliability.Operation.Kind;
import org.doorstep.reliability.Outcome.Status;
import org.doorstep.reliability.World.Family;

/**
 * Families who book, wait, accept, decline, cancel, book and cancel what stands in their own way, correct birth dates, take consents back, give them again, and grant
 * message credits at once, each as its seed says, until the storm is closed.
 */
final class Storm implements AutoCloseable {

    private static final int LONGEST_CALL = 60_000_000;
    private static final Duration LONGEST_STORM = Duration.ofMinutes(30);

    private final Clients clients;
    private final UUID staff;
    private final List<UUID> sessions;
    private final int rudeness;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private Storm(Clients clients, UUID staff, List<UUID> sessions, int rudeness) {
        this.clients = clients;
        this.staff = staff;
        this.sessions = sessions;
        this.rudeness = rudeness;
    }

    static Storm over(Deployment deployment, List<UUID> sessions, int size) {
        return over(deployment, sessions, size, 0);
    }

    /** @param rudeness of a hundred calls, how many hang up before the answer */
    static Storm over(Deployment deployment, List<UUID> sessions, int size, int rudeness) {
        return over(deployment, sessions, size, rudeness, deployment.world().families());
    }

    /** Only these families, who meet each other the more often the fewer they are. */
    static Storm among(List<Family> families, Deployment deployment, List<UUID> sessions, int size) {
        return over(deployment, sessions, size, 0, families);
    }

    private static Storm over(Deployment deployment, List<UUID> sessions, int size, int rudeness, List<Family> all) {
        Storm storm = new Storm(deployment.clients(), deployment.world().staff(), sessions, rudeness);
        List<List<Family>> hands = World.dealt(all, size);
        for (int i = 0; i < size; i++) {
            List<Family> families = hands.get(i);
            Random random = new Random(Settings.SEED + i);
            storm.threads.add(new Thread(() -> storm.live(families, random), "client-" + i));
        }
        storm.threads.forEach(Thread::start);
        return storm;
    }

    /** Lets it blow until so many calls have ended, or the time is over. */
    void until(int calls, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        Await.until(
                "the storm has made its calls",
                time.plus(Api.PATIENCE),
                () -> clients.history().calls().size() >= calls || System.nanoTime() > deadline);
    }

    /** Lets it blow until the condition is true. */
    void until(String condition, Callable<Boolean> isTrue) {
        Await.until(condition, LONGEST_STORM, isTrue);
    }

    private void live(List<Family> families, Random random) {
        while (!over) {
            Family family = families.get(random.nextInt(families.size()));
            try {
                step(family, random);
            } catch (IOException e) {
                // no bookings were shown: the family tries again later
                Thread.onSpinWait();
            }
        }
    }

    private void step(Family family, Random random) throws IOException {
        int chance = random.nextInt(100);
        UUID session = sessions.get(random.nextInt(sessions.size()));
        if (chance < 4) {
            insist(Operation.capacity(clients.history().next(), staff, session, 2 + random.nextInt(5)), random);
        } else if (chance < 12) {
            insist(Operation.read(clients.history().next(), family.guardian(), session), random);
        } else if (chance < 16) {
            insist(Operation.credit(clients.history().next(), family.guardian(), session, UUID.randomUUID()), random);
        } else if (chance < 20) {
            UUID child = any(family, random);
            insist(
                    Operation.age(
                            clients.history().next(),
                            family.guardian(),
                            session,
                            child,
                            random.nextInt(3) > 0 ? 8 : 15),
                    random);
        } else if (chance < 23) {
            UUID child = any(family, random);
            insist(consent(Kind.WITHDRAW_CONSENT, family, session, child), random);
            insist(consent(Kind.GIVE_CONSENT, family, session, child), random);
        } else if (chance < 36) {
            hinder(family, random);
        } else if (chance < 64) {
            List<UUID> children = new ArrayList<>(family.children());
            Collections.shuffle(children, random);
            insist(
                    Operation.book(
                            clients.history().next(),
                            family.guardian(),
                            session,
                            UUID.randomUUID(),
                            List.copyOf(children.subList(0, 1 + random.nextInt(children.size()))),
                            random.nextBoolean(),
                            random.nextInt(4) > 0),
                    random);
        } else {
            change(family, random);
        }
    }

    private static UUID any(Family family, Random random) {
        return family.children().get(random.nextInt(family.children().size()));
    }

    private Operation consent(Kind kind, Family family, UUID session, UUID child) {
        return Operation.consent(clients.history().next(), kind, family.guardian(), session, child);
    }

    /** Books another session of that time for a child that waits, or cancels that booking again. */
    private void hinder(Family family, Random random) throws IOException {
        List<Shown> bookings = new ArrayList<>(clients.bookings(family.guardian()));
        Collections.shuffle(bookings, random);
        for (Shown waiting : bookings) {
            int place = sessions.indexOf(waiting.session());
            if (!waiting.state().equals("WAITLISTED") || place < 0) {
                continue;
            }
            UUID besides = sessions.get(place ^ 1);
            Operation operation = bookings.stream()
                    .filter(shown -> shown.session().equals(besides)
                            && shown.child().equals(waiting.child())
                            && shown.state().equals("CONFIRMED"))
                    .findFirst()
                    .map(shown -> Operation.about(
                            clients.history().next(), Kind.CANCEL, family.guardian(), besides, shown.id()))
                    .orElseGet(() -> Operation.book(
                            clients.history().next(),
                            family.guardian(),
                            besides,
                            UUID.randomUUID(),
                            List.of(waiting.child()),
                            true,
                            false));
            insist(operation, random);
            return;
        }
    }

    /** Answers offers, and cancels one of the other bookings. */
    private void change(Family family, Random random) throws IOException {
        List<Shown> active = clients.bookings(family.guardian()).stream()
                .filter(shown -> Places.isTaken(shown.state()) || shown.state().equals("WAITLISTED"))
                .toList();
        if (active.isEmpty()) {
            return;
        }
        Shown booking = active.stream()
                .filter(shown -> shown.state().equals("OFFERED"))
                .findFirst()
                .orElseGet(() -> active.get(random.nextInt(active.size())));
        Kind kind = !booking.state().equals("OFFERED") || random.nextInt(10) == 0
                ? Kind.CANCEL
                : random.nextInt(3) > 0 ? Kind.ACCEPT : Kind.DECLINE;
        insist(
                Operation.about(clients.history().next(), kind, family.guardian(), booking.session(), booking.id()),
                random);
    }

    /** Half of the clients ask again at once when no answer came, the others leave it for later. */
    private void insist(Operation operation, Random random) {
        if (random.nextInt(100) < rudeness) {
            clients.hangUp(operation, Duration.ofNanos(random.nextInt(LONGEST_CALL)));
            return;
        }
        boolean patient = random.nextBoolean();
        Outcome outcome = clients.perform(operation);
        if (outcome.status() == Status.UNKNOWN && !patient) {
            clients.perform(operation);
        }
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " hangs");
            }
        }
    }
}
