package org.doorstep.platform.launch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Replaces Boot's banner block, which application.yaml turns off. */
class OneLineReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger("org.doorstep");

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        String text = action == null ? analysis.getDescription() : analysis.getDescription() + " " + action;
        log.error("{}", text.replaceAll("\\s+", " ").strip());
        log.debug("The failure", analysis.getCause());
    }
}
