package org.doorstep.identity;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.Locale;
import java.util.Map;
import org.doorstep.platform.graphql.ClientNetwork;
import org.doorstep.platform.graphql.Fault;
import org.doorstep.platform.graphql.Messages;
import org.doorstep.platform.graphql.SocketOwner;
import org.doorstep.platform.limit.Rooms;
import org.doorstep.platform.limit.Spender;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts the caller into the context of each operation, whether it comes by HTTP, as server-sent events or over a
 * WebSocket. A WebSocket says its token once, in {@code connection_init}; the token and the roles are judged anew for
 * each operation, since the socket outlives them.
 */
@Component
class CallerInterceptor implements WebSocketGraphQlInterceptor {

    private static final String TOKEN = CallerInterceptor.class.getName() + ".token";
    private static final String SCHEME = "bearer ";

    private final BearerTokens bearerTokens;
    private final Rooms rooms;
    private final Messages messages;

    CallerInterceptor(BearerTokens bearerTokens, Rooms rooms, Messages messages) {
        this.bearerTokens = bearerTokens;
        this.rooms = rooms;
        this.messages = messages;
    }

    @Override
    public Mono<Object> handleConnectionInitialization(WebSocketSessionInfo session, Map<String, Object> payload) {
        Object authorization = payload.get("Authorization");
        Mono<Jwt> token = authorization == null
                ? session.getPrincipal().ofType(CallerAuthentication.class).map(CallerAuthentication::token)
                : tokenIn(authorization).flatMap(bearerTokens::verify);
        return token.delayUntil(verified -> bearerTokens
                        .callerOf(verified)
                        .flatMap(caller -> SocketOwner.admit(session, rooms, verified.getSubject())))
                .doOnNext(admitted -> session.getAttributes().put(TOKEN, admitted))
                .then(Mono.empty());
    }

    private static Mono<String> tokenIn(Object authorization) {
        return authorization instanceof String text && text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Mono.just(text.substring(SCHEME.length()).strip())
                : Mono.error(new TokenRejected(TokenRejected.Reason.TOKEN_INVALID));
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        return callerOf(request)
                .map(caller -> new Judged(caller, null))
                .onErrorResume(TokenRejected.class, e -> Mono.just(new Judged(Caller.ANONYMOUS, e)))
                .flatMap(judged -> {
                    if (judged.rejection() != null) {
                        return Mono.just(refusal(request, judged.rejection()));
                    }
                    Spender spender = spenderOf(judged.caller(), request);
                    request.configureExecutionInput((input, builder) -> builder.graphQLContext(
                                    Map.of(Caller.KEY, judged.caller(), Spender.KEY, spender))
                            .build());
                    return chain.next(request);
                });
    }

    private static Spender spenderOf(Caller caller, WebGraphQlRequest request) {
        if (caller.isPerson()) {
            return Spender.person(caller.personId());
        }
        String clientId = caller.clientId();
        return clientId == null ? Spender.anonymous(ClientNetwork.of(request)) : Spender.client(clientId);
    }

    /** Keeps a rejected token apart from what goes wrong further down the chain. */
    private record Judged(Caller caller, @Nullable TokenRejected rejection) {}

    private Mono<Caller> callerOf(WebGraphQlRequest request) {
        if (request instanceof WebSocketGraphQlRequest overSocket) {
            Object token = overSocket.getSessionInfo().getAttributes().get(TOKEN);
            return token instanceof Jwt jwt ? bearerTokens.callerOf(jwt) : Mono.just(Caller.ANONYMOUS);
        }
        return ReactiveSecurityContextHolder.getContext()
                .map(context -> context.getAuthentication() instanceof CallerAuthentication authentication
                        ? authentication.caller()
                        : Caller.ANONYMOUS)
                .defaultIfEmpty(Caller.ANONYMOUS);
    }

    private WebGraphQlResponse refusal(WebGraphQlRequest request, TokenRejected rejection) {
        Fault fault = TokenRejected.faultOf(rejection.reason());
        Locale locale = request.getLocale() == null ? Locale.SIMPLIFIED_CHINESE : request.getLocale();
        GraphQLError error = GraphQLError.newError()
                .message(messages.of(fault, locale).replace("%", "%%"))
                .extensions(Map.of(
                        "code",
                        fault.code().name(),
                        "reason",
                        rejection.reason().name(),
                        "retryable",
                        fault.code().retryable(),
                        "requestId",
                        request.getId()))
                .build();
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult().addError(error).build()));
    }
}
