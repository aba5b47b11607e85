package org.doorstep.platform.launch;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Order(Ordered.HIGHEST_PRECEDENCE)
class PortInUseAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        int port = cause.getPort();
        String line = "端口 %d 已被占用：请停止占用它的程序，或用 SERVER_PORT 换一个端口 / ".formatted(port)
                + "Port %d is in use: stop the program that holds it, or set SERVER_PORT to another".formatted(port);
        return new FailureAnalysis(line, null, cause);
    }
}
