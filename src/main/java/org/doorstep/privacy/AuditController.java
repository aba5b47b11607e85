package org.doorstep.privacy;

import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.family.Child;
import org.doorstep.identity.Caller;
import org.doorstep.identity.Role;
import org.doorstep.platform.audit.AuditVerification;
import org.doorstep.platform.audit.AuditVerified;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.privacy.AccessLog.ChildAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** The audit record in GraphQL: for families what concerns them, for administrators whether it is whole. */
@Controller
class AuditController {

    private final AuditVerification verification;
    private final BatchField<UUID, List<ChildAccess>> accesses;

    AuditController(AuditVerification verification, AccessLog log, BatchLoaderRegistry registry) {
        this.verification = verification;
        this.accesses = new BatchField<>(registry, "Child.accessLog", (children, environment) -> {
            Caller caller = Caller.of(environment);
            return log.of(caller.personId(), children, environment.getArgument("before"));
        });
    }

    @QueryMapping
    Mono<AuditVerified> verifyAudit(@Argument Instant from, @Argument Instant until, Caller caller) {
        caller.require(Role.ADMIN);
        return verification.verify(from, until);
    }

    @SchemaMapping
    CompletableFuture<List<ChildAccess>> accessLog(
            Child child, @Argument @Nullable Instant before, DataFetchingEnvironment environment) {
        return accesses.load(child.uuid(), environment);
    }
}
