package org.doorstep.platform.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reads which characters are taken for which: lines of one character and those taken for it. */
final class Table {

    private Table() {}

    static Map<Integer, Integer> read(String file) {
        try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream("/text/" + file), file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            Map<Integer, Integer> taken = new HashMap<>();
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int to = line.codePointAt(0);
                line.codePoints().skip(1).forEach(from -> taken.put(from, to));
            });
            return Map.copyOf(taken);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
