package org.doorstep.platform.database;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What PostgreSQL itself says about a start that failed. */
final class ServerLog {

    private ServerLog() {}

    static String lastProblem(Path serverLog) {
        try {
            List<String> problems = Files.readString(serverLog, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("FATAL:")
                            || line.contains("PANIC:")
                            || line.contains("error:")
                            || line.contains("could not"))
                    .map(line -> line.replaceFirst(".*?(?=(FATAL|PANIC):)", "").strip())
                    .toList();
            return problems.isEmpty() ? "no reason given" : problems.get(0);
        } catch (MalformedInputException e) {
            return "reason not readable";
        } catch (IOException e) {
            return "incomplete data folder";
        }
    }

    /** Without this file the library would run initdb over what is left of the data. */
    static void requireCluster(Path data) throws IOException {
        for (String file : List.of("PG_VERSION", "postgresql.conf", "global/pg_control")) {
            if (!Files.exists(data.resolve(file))) {
                throw new IOException(file + " is missing");
            }
        }
    }
}
