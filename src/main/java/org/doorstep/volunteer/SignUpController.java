package org.doorstep.volunteer;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.doorstep.identity.Caller;
import org.doorstep.platform.graphql.BatchField;
import org.doorstep.platform.graphql.Node;
import org.doorstep.platform.graphql.NodeReader;
import org.doorstep.platform.id.IdType;
import org.doorstep.platform.page.PageArguments;
import org.doorstep.platform.projection.Selection;
import org.doorstep.platform.refusal.Refused;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Sign-ups in GraphQL. */
@Controller
class SignUpController implements NodeReader {

    private static final int MAX_OF_SHIFT = 200;

    private final SignUps signUps;
    private final SignUpForShift signUpForShift;
    private final WithdrawFromShift withdrawFromShift;
    private final RecordShiftAttendance recordShiftAttendance;
    private final BatchField<UUID, List<SignUp>> ofShifts;

    SignUpController(
            SignUps signUps,
            SignUpForShift signUpForShift,
            WithdrawFromShift withdrawFromShift,
            RecordShiftAttendance recordShiftAttendance,
            BatchLoaderRegistry registry) {
        this.signUps = signUps;
        this.signUpForShift = signUpForShift;
        this.withdrawFromShift = withdrawFromShift;
        this.recordShiftAttendance = recordShiftAttendance;
        this.ofShifts = new BatchField<>(
                registry,
                "Shift.signUps",
                (ids, environment) -> signUps.ofShifts(
                        callerOf(environment),
                        ids,
                        PageArguments.first(environment, MAX_OF_SHIFT),
                        Selection.of(environment)));
    }

    @Override
    public IdType idType() {
        return SignUp.ID;
    }

    @Override
    public Mono<? extends Node> read(UUID id, DataFetchingEnvironment environment) {
        return signUps.find(callerOf(environment), id, Selection.of(environment));
    }

    @SchemaMapping
    CompletableFuture<List<SignUp>> signUps(Shift shift, DataFetchingEnvironment environment) {
        return ofShifts.load(shift.uuid(), environment);
    }

    @MutationMapping
    Mono<Object> signUpForShift(
            @Argument SignUpForShiftInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(
                signUpForShift.signUp(caller, input, Selection.of(environment).at("signUp")));
    }

    @MutationMapping
    Mono<Object> withdrawFromShift(
            @Argument WithdrawFromShiftInput input, @ContextValue Caller caller, DataFetchingEnvironment environment) {
        return Refused.orResult(withdrawFromShift.withdraw(
                caller, input, Selection.of(environment).at("shift")));
    }

    @MutationMapping
    Mono<Object> recordShiftAttendance(
            @Argument RecordShiftAttendanceInput input,
            @ContextValue Caller caller,
            DataFetchingEnvironment environment) {
        return Refused.orResult(recordShiftAttendance.record(
                caller, input, Selection.of(environment).at("signUp")));
    }

    private static Caller callerOf(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().getOrDefault(Caller.KEY, Caller.ANONYMOUS);
    }
}
