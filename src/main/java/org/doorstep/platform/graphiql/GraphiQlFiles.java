package org.doorstep.platform.graphiql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.json.JsonMapper;

/** Everything that /graphiql serves, read once. The names of the assets carry a version that changes with their content. */
final class GraphiQlFiles {

    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);
    private static final MediaType STYLE = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final MediaType PAGE = new MediaType("text", "html", StandardCharsets.UTF_8);

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final String version;
    private final Asset page;
    private final Asset examples;

    private GraphiQlFiles(JsonMapper json) throws IOException {
        library("react.js", SCRIPT, "react", "umd/react.production.min.js");
        library("react-dom.js", SCRIPT, "react-dom", "umd/react-dom.production.min.js");
        library("graphiql.js", SCRIPT, "graphiql", "graphiql.min.js");
        library("graphiql.css", STYLE, "graphiql", "graphiql.min.css");
        own("page.css", STYLE);
        own("page.js", SCRIPT);
        own("api.js", SCRIPT);
        own("examples.js", SCRIPT);
        version = version(assets);
        String html = new ClassPathResource("graphiql/index.html").getContentAsString(StandardCharsets.UTF_8);
        page = new Asset(PAGE, html.replace("{version}", version).getBytes(StandardCharsets.UTF_8));
        examples = new Asset(MediaType.APPLICATION_JSON, json.writeValueAsBytes(new Examples(json).all()));
    }

    /** Blocks: reads and compresses about 4 MB. */
    static GraphiQlFiles read(JsonMapper json) throws IOException {
        return new GraphiQlFiles(json);
    }

    Asset page() {
        return page;
    }

    /** The examples as a JSON array. */
    Asset examples() {
        return examples;
    }

    @Nullable
    Asset asset(String ofVersion, String name) {
        return ofVersion.equals(version) ? assets.get(name) : null;
    }

    private void library(String name, MediaType type, String artifact, String path) throws IOException {
        String version = PropertiesLoaderUtils.loadProperties(
                        new ClassPathResource("META-INF/maven/org.mvnpm/" + artifact + "/pom.properties"))
                .getProperty("version");
        assets.put(name, asset(type, "META-INF/resources/_static/%s/%s/%s".formatted(artifact, version, path)));
    }

    private void own(String name, MediaType type) throws IOException {
        assets.put(name, asset(type, "graphiql/" + name));
    }

    private static Asset asset(MediaType type, String path) throws IOException {
        return new Asset(type, new ClassPathResource(path).getContentAsByteArray());
    }

    private static String version(Map<String, Asset> assets) {
        StringBuilder digests = new StringBuilder();
        assets.values().forEach(asset -> digests.append(asset.digest()));
        return DigestUtils.md5DigestAsHex(digests.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 12);
    }
}
