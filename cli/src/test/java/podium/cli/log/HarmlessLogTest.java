package podium.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.KeyValuePair;

/** What others wrote makes no line of its own in a log, and moves no cursor. */
final class HarmlessLogTest {
  private static final String EVIL =
      "evil\u001b[2J\u001b]0;owned\u0007\u009b1m\u202e\u2028\r\u0000 tail";

  static Stream<String> patterns() throws IOException {
    return Stream.of(LogFile.DATED, LogFile.SENTENCES, shipped());
  }

  private static String shipped() throws IOException {
    try (InputStream xml = HarmlessLogTest.class.getResourceAsStream("/logback.xml")) {
      String text = new String(Objects.requireNonNull(xml).readAllBytes(), StandardCharsets.UTF_8);
      Matcher pattern = Pattern.compile("<pattern>(.*?)</pattern>").matcher(text);
      assertThat(pattern.find()).isTrue();
      return pattern.group(1);
    }
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void line_ofWhatOthersWrote_isOneLineWithoutControls(String pattern) {
    LoggerContext context = new LoggerContext();
    Logger logger = context.getLogger("podium");
    LoggingEvent event =
        new LoggingEvent(
            "x", logger, Level.WARN, "a {}\nforged line", new Exception(EVIL), new Object[] {EVIL});
    event.addKeyValuePair(new KeyValuePair("worker", EVIL + "\nforged line"));
    String line =
        new String(LogFile.encoder(context, pattern).encode(event), StandardCharsets.UTF_8);
    assertThat(line.replaceAll("[\n\t]", ""))
        .contains("evil", "tail", "worker=")
        .doesNotContainPattern("[\\p{Cc}\u009b\u202e\u2028]");
    assertThat(line.lines()).noneMatch(one -> one.startsWith("forged"));
  }
}
