package org.doorstep.platform.graphiql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Something the page loads, compressed once and kept in memory. */
final class Asset {

    private final MediaType type;
    private final byte[] plain;
    private final byte[] gzip;
    private final String digest;

    Asset(MediaType type, byte[] plain) throws IOException {
        this.type = type;
        this.plain = plain.clone();
        this.gzip = compress(plain);
        this.digest = DigestUtils.md5DigestAsHex(plain);
    }

    /** Changes with the content; not a secret, so a fast digest does. */
    String digest() {
        return digest;
    }

    Mono<ServerResponse> answer(ServerRequest request, CacheControl caching) {
        boolean compressed = request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                .anyMatch(accepted -> accepted.contains("gzip"));
        ServerResponse.BodyBuilder response = ServerResponse.ok()
                .contentType(type)
                .cacheControl(caching)
                .eTag(compressed ? digest + "-gzip" : digest)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return compressed
                ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip").bodyValue(gzip)
                : response.bodyValue(plain);
    }

    private static byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 3);
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }
}
