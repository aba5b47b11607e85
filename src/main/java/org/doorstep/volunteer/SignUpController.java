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
import org.doorstep.volunteer.RecordShiftAttendance.ShiftAttendanceRecorded;
import org.doorstep.volunteer.SignUpForShift.ShiftSignedUp;
import org.doorstep.volunteer.WithdrawFromShift.ShiftWithdrawn;
import org.springframework.graphql.data.method.annotation.Argument;
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
                        Caller.of(environment),
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
        return signUps.find(Caller.of(environment), id, Selection.of(environment));
    }

    @SchemaMapping
    CompletableFuture<List<SignUp>> signUps(Shift shift, DataFetchingEnvironment environment) {
        return ofShifts.load(shift.uuid(), environment);
    }

    @MutationMapping
    Mono<ShiftSignedUp> signUpForShift(@Argument SignUpForShift.Input input, Caller caller, Selection selection) {
        return signUpForShift.signUp(caller, input, selection.at("signUp"));
    }

    @MutationMapping
    Mono<ShiftWithdrawn> withdrawFromShift(
            @Argument WithdrawFromShift.Input input, Caller caller, Selection selection) {
        return withdrawFromShift.withdraw(caller, input, selection.at("shift"));
    }

    @MutationMapping
    Mono<ShiftAttendanceRecorded> recordShiftAttendance(
            @Argument RecordShiftAttendance.Input input, Caller caller, Selection selection) {
        return recordShiftAttendance.record(caller, input, selection.at("signUp"));
    }
}
