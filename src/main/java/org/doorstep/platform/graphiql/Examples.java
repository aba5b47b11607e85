package org.doorstep.platform.graphiql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The operations of client-examples/operations, which the build puts on the classpath. Blocks: reads files. */
final class Examples {

    private static final String SUFFIX = ".graphql";

    private final ResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    private final JsonMapper json;

    Examples(JsonMapper json) {
        this.json = json;
    }

    /** All of them, by name. */
    List<Example> all() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Resource file : resources.getResources("classpath*:graphiql/examples/*" + SUFFIX)) {
            String fileName = String.valueOf(file.getFilename());
            String name = fileName.substring(0, fileName.length() - SUFFIX.length());
            Resource variables = resources.getResource("classpath:graphiql/examples/" + name + ".variables.json");
            examples.add(Example.parse(name, file.getContentAsString(StandardCharsets.UTF_8), read(variables)));
        }
        examples.sort(Comparator.comparing(Example::name));
        return examples;
    }

    private Map<String, Object> read(Resource variables) throws IOException {
        if (!variables.exists()) {
            return Map.of();
        }
        try (InputStream in = variables.getInputStream()) {
            return json.readValue(in, new TypeReference<>() {});
        }
    }
}
