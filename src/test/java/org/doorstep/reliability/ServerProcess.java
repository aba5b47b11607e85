package org.doorstep.reliability;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.doorstep.Doorstep;

/** A server in a JVM of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final Pattern READY = Pattern.compile("GraphQL +http://localhost:(\\d+)/graphql");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Begins to start a server on a free port; {@link #uri} waits until it is ready. */
    static ServerProcess start(Path log, List<String> jvmArguments, List<String> properties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                // starts in half the time, and no run is long enough to miss the other compiler
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", classpath(), Doorstep.class.getName(), "--server.port=0"));
        properties.forEach(property -> command.add("--" + property));
        try {
            Files.createDirectories(log.getParent());
            return new ServerProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classpath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Where it answers, once it is ready. */
    URI uri() {
        Await.until("the server of " + log + " is ready", PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("It ended: " + Files.readString(log));
            }
            return ready().find();
        });
        Matcher ready = ready();
        if (!ready.find()) {
            throw new IllegalStateException();
        }
        return URI.create("http://localhost:" + ready.group(1));
    }

    private Matcher ready() {
        try {
            return READY.matcher(Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}: no shutdown hook runs, no connection is closed in order. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Process " + process.pid() + " cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
