package org.doorstep.platform.page;

import graphql.schema.DataFetchingEnvironment;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.stereotype.Component;

/** Lets the method of a list take its {@code first}, {@code after}, {@code last} and {@code before} as one parameter. */
@Component
class PageArgumentsResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageArguments.class;
    }

    @Override
    public PageArguments resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        return PageArguments.of(environment);
    }
}
