package org.doorstep.platform.launch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Only while sample data is on, by the same rule as {@link SampleData}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnSampleData.SampleDataCondition.class)
public @interface ConditionalOnSampleData {

    /** Asks the environment, since conditions are judged before there are beans. */
    class SampleDataCondition implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return SampleData.of(context.getEnvironment()).on();
        }
    }
}
