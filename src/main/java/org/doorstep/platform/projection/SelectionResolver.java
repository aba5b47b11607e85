package org.doorstep.platform.projection;

import graphql.schema.DataFetchingEnvironment;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.stereotype.Component;

/** Lets a controller method take what the query selected on its answer as a parameter of the type {@link Selection}. */
@Component
class SelectionResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Selection.class;
    }

    @Override
    public Selection resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        return Selection.of(environment);
    }
}
