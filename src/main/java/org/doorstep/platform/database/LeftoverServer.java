package org.doorstep.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.doorstep.platform.launch.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that outlived a killed JVM. Call only while holding the {@link HomeLock}. */
final class LeftoverServer {

    private static final Logger log = LoggerFactory.getLogger(LeftoverServer.class);
    private static final int STOP_SECONDS = 20;

    private LeftoverServer() {}

    static void stop(Path data) throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> postmaster = postmaster(Files.readAllLines(pidFile));
        if (postmaster.isPresent()) {
            log.info(
                    "Stopping the PostgreSQL that an earlier server left behind (pid {})",
                    postmaster.get().pid());
            fastShutdown(postmaster.get(), data);
        }
        // The number in a stale file may belong to any process by now, and PostgreSQL would refuse to start.
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> postmaster(List<String> pidFile) {
        try {
            return ProcessHandle.of(Long.parseLong(pidFile.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> Path.of(command).getFileName().toString())
                            .filter(name -> name.startsWith("postgres"))
                            .isPresent());
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static void fastShutdown(ProcessHandle postmaster, Path data) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (windows) {
            postmaster.destroy();
        } else {
            // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        }
        try {
            postmaster.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartFailure(
                    "数据文件夹 %s 的旧 PostgreSQL（进程 %d）没有停止：请停止该进程".formatted(data, postmaster.pid()),
                    "The earlier PostgreSQL of %s (pid %d) does not stop: end that process"
                            .formatted(data, postmaster.pid()),
                    e);
        }
    }
}
