package org.doorstep.platform.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.doorstep.platform.launch.StartFailure;
import org.jspecify.annotations.Nullable;

/** Where PostgreSQL listens and who we are there. {@code parameters} are libpq's, such as {@code sslmode}. */
record DatabaseAddress(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;

    /** Reads {@code postgresql://}, {@code postgres://}, {@code jdbc:postgresql://} and {@code r2dbc:postgresql://}. */
    static DatabaseAddress parse(String url, @Nullable String user, @Nullable String password) {
        String plain = url.strip().replaceFirst("^(jdbc:|r2dbc:)", "");
        if (!plain.matches("postgres(ql)?://.+")) {
            throw unreadable();
        }
        URI uri;
        try {
            uri = new URI(plain);
        } catch (URISyntaxException e) {
            throw unreadable();
        }
        String path = uri.getPath();
        if (uri.getHost() == null || path == null || path.length() < 2) {
            throw unreadable();
        }
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String loginName = login.length > 0 ? decode(login[0]) : parameters.getOrDefault("user", "postgres");
        String loginPassword = login.length > 1 ? decode(login[1]) : parameters.getOrDefault("password", "");
        parameters.remove("user");
        parameters.remove("password");
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
                path.substring(1),
                user != null && !user.isBlank() ? user : loginName,
                password != null && !password.isBlank() ? password : loginPassword,
                Map.copyOf(parameters));
    }

    DatabaseAddress as(String otherUser, String otherPassword) {
        return new DatabaseAddress(host, port, database, otherUser, otherPassword, parameters);
    }

    String jdbcUrl() {
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://%s:%d/%s%s"
                .formatted(host, port, URLEncoder.encode(database, UTF_8), query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public String toString() {
        return "%s:%d/%s".formatted(host, port, database);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                String[] sides = pair.split("=", 2);
                if (sides.length == 2) {
                    parameters.put(decode(sides[0]), decode(sides[1]));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    /** Never repeats the address, which may hold a password. */
    private static StartFailure unreadable() {
        return new StartFailure(
                "DOORSTEP_DB_URL 无法识别：请写成 postgresql://主机:端口/数据库名",
                "DOORSTEP_DB_URL cannot be read: write it as postgresql://host:port/database");
    }
}
