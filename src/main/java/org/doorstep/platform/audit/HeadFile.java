package org.doorstep.platform.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The head in a file of its own. */
record HeadFile(Path file, JsonMapper json) implements HeadPlace {

    @Override
    public Mono<OutsideHead> read() {
        return Mono.<@Nullable OutsideHead>fromCallable(
                        () -> Files.exists(file) ? json.readValue(Files.readString(file), OutsideHead.class) : null)
                .subscribeOn(Schedulers.boundedElastic())
                .cast(OutsideHead.class);
    }

    @Override
    public Mono<Void> write(OutsideHead head) {
        return Mono.fromCallable(() -> {
                    Path folder = file.toAbsolutePath().getParent();
                    Files.createDirectories(folder);
                    Path part = Files.createTempFile(folder, "audit-head", ".part");
                    Files.writeString(part, json.writeValueAsString(head) + "\n");
                    return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                })
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }
}
