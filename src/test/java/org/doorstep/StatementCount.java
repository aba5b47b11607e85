package org.doorstep;

import io.r2dbc.proxy.ProxyConnectionFactory;
import io.r2dbc.proxy.core.QueryExecutionInfo;
import io.r2dbc.proxy.listener.ProxyExecutionListener;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * The SQL statements that a request causes. Import it into a test class of its own settings, since it sees every
 * statement of its context, where nothing runs by the clock:
 *
 * <pre>{@code
 * statements.reset();
 * … one request …
 * assertThat(statements.all()).hasSize(1);
 * }</pre>
 */
@TestComponent
public class StatementCount implements BeanFactoryPostProcessor, BeanPostProcessor, ProxyExecutionListener {

    private final List<String> statements = new CopyOnWriteArrayList<>();

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        ((BeanDefinitionRegistry) factory)
                .removeBeanDefinition(TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ConnectionFactory factory && name.equals("connectionFactory")
                ? ProxyConnectionFactory.builder(factory).listener(this).build()
                : bean;
    }

    @Override
    public void beforeQuery(QueryExecutionInfo execution) {
        execution.getQueries().forEach(query -> statements.add(query.getQuery()));
    }

    public void reset() {
        statements.clear();
    }

    /** The statements since the last reset that read or write tables of features. */
    public List<String> all() {
        return statements.stream()
                .filter(sql -> !sql.contains("outbox") && !sql.contains("role_grant") && !sql.contains("signing_key"))
                .toList();
    }
}
