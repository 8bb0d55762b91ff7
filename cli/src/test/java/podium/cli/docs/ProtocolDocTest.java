package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Event;
import podium.protocol.report.Progress;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

final class ProtocolDocTest {
  private static final String DOCUMENT = Home.read("docs/protocol.md");

  static List<String> requests() {
    return examples("Requests");
  }

  static List<String> events() {
    return examples("Events");
  }

  static List<String> progress() {
    return examples("Progress");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void request_example_isUnderstood(String json) {
    assertThat(RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty()))
        .isInstanceOf(Reading.Understood.class);
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_example_isAnEntryThatSurvivesTheCodec(String json) {
    var entry = EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8));
    assertThat(EventCodec.decodeEntry(EventCodec.encode(entry)).event()).isEqualTo(entry.event());
  }

  @ParameterizedTest
  @MethodSource("progress")
  void progress_example_isProgress(String json) {
    Progress word = EventCodec.decodeProgress(json.getBytes(StandardCharsets.UTF_8));
    assertThat(word.trial().value()).startsWith("comparison-1.");
    assertThat(word.step()).isPositive();
  }

  @Test
  void events_everyKind_hasAnExample() {
    assertThat(
            events().stream()
                .map(json -> EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8)))
                .map(entry -> entry.event().getClass().getSimpleName()))
        .containsAll(kinds().toList());
  }

  @Test
  void topics_every_isNamed() {
    assertThat(DOCUMENT).contains(Topics.settings().keySet());
  }

  private static Stream<String> kinds() {
    return Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName);
  }

  private static List<String> examples(String chapter) {
    int from = DOCUMENT.indexOf("\n## " + chapter + "\n");
    int to = DOCUMENT.indexOf("\n## ", from + 1);
    Matcher blocks =
        Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
            .matcher(DOCUMENT.substring(from, to < 0 ? DOCUMENT.length() : to));
    List<String> found = new ArrayList<>();
    while (blocks.find()) {
      found.add(blocks.group(1).strip());
    }
    return found;
  }
}
