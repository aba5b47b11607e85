package org.doorstep.platform.graphiql;

import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with a profile of its own, which reaches this machine only and tells what it asked for. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;
    private final ChromeDriver driver;
    private final List<String> requested = new ArrayList<>();

    Chromium() throws IOException {
        profile = Files.createTempDirectory("doorstep-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--lang=zh-CN",
                "--window-size=1440,900",
                "--user-data-dir=" + profile);
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("performance", Level.ALL);
        logs.enable("browser", Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(PATIENCE);
    }

    /** Opens an address with nothing remembered of what was asked for before. */
    void open(String address) {
        driver.get("about:blank");
        requestedAddresses();
        requested.clear();
        driver.get(address);
    }

    /** Shows the page as on a screen of this size, such as a phone's. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
    }

    /** What keeps people from using a page, but for a part that is taken out of it, by axe's rules for WCAG 2.2 AA. */
    List<String> barriersWithout(String part) {
        run("document.querySelector(arguments[0]).remove()", part);
        // axe looks for frames, and would wait for them in vain
        driver.manage().timeouts().implicitlyWait(Duration.ZERO);
        Results found = new AxeBuilder()
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                .setLegacyMode(true)
                .analyze(driver);
        return found.getViolations().stream()
                .flatMap(rule -> rule.getNodes().stream().map(node -> rule.getId() + " " + node.getTarget()))
                .toList();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    void waitForText(String css, String text) {
        await(css + " shows " + text).atMost(PATIENCE).until(() -> textOf(css), shown -> shown.contains(text));
    }

    /** The text of all elements that match, also of those that are scrolled out of sight. */
    String textOf(String css) {
        return String.valueOf(run(
                "return [...document.querySelectorAll(arguments[0])].map(found => found.innerText).join('\\n')", css));
    }

    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Every address the page has asked for since it was opened; data: addresses leave nothing and are left out. */
    List<String> requestedAddresses() {
        JsonMapper json = new JsonMapper();
        for (LogEntry entry : driver.manage().logs().get("performance")) {
            JsonNode message = json.readTree(entry.getMessage()).path("message");
            String method = message.path("method").asString("");
            JsonNode params = message.path("params");
            if (method.equals("Network.requestWillBeSent")) {
                requested.add(params.path("request").path("url").asString(""));
            } else if (method.equals("Network.webSocketCreated")) {
                requested.add(params.path("url").asString(""));
            }
        }
        return requested.stream()
                .filter(address -> !address.startsWith("data:"))
                .toList();
    }

    /** What the browser wrote to its console: violated policies, failed loads, uncaught errors. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        FileSystemUtils.deleteRecursively(profile);
    }

    private static Optional<Path> browser() {
        return program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    }

    private static Optional<Path> chromeDriver() {
        return program("chromedriver");
    }

    private static Optional<Path> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/bin";
        return Stream.of(names)
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips, saying why, where there is no Chromium; .ci/run installs one and fails on the skip. */
    static final class Needed implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return browser().isPresent() && chromeDriver().isPresent()
                    ? ConditionEvaluationResult.enabled("Chromium and its driver are here")
                    : ConditionEvaluationResult.disabled(
                            "No chromium and chromedriver on the PATH: install both to run this test");
        }
    }
}
