package org.doorstep.platform.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

class LimitDefaultsTests {

    private static final Pattern ROW = Pattern.compile("`(DOORSTEP_LIMITS_[A-Z_]+)`");

    @Test
    void operators_read_every_limit_and_its_true_default() throws IOException {
        Map<String, String> inCode = new TreeMap<>();
        for (Parameter parameter : LimitProperties.class.getDeclaredConstructors()[0].getParameters()) {
            String name = parameter.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            inCode.put(
                    "DOORSTEP_LIMITS_" + name,
                    parameter.getAnnotation(DefaultValue.class).value()[0]);
        }
        Map<String, String> inPage = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/operations.md"))) {
            String[] cells = line.split("\\|");
            if (line.startsWith("| `DOORSTEP_LIMITS_") && cells.length > 3) {
                String[] defaults = cells[2].replace("`", "").split(",");
                Matcher names = ROW.matcher(cells[1]);
                for (int i = 0; names.find(); i++) {
                    inPage.put(names.group(1), defaults[Math.min(i, defaults.length - 1)].strip());
                }
            }
        }
        assertThat(inPage).containsAllEntriesOf(inCode);
    }
}
