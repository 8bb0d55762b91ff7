package podium.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage.Hello;
import podium.protocol.request.Request;

final class PrintableTest {
  private static final String EVIL = "x\u001b[2J\n\u0085\u202e\u2029\u007f\ud800";

  @Test
  void of_whatMovesCursorsOrEndsLines_isShownAsItsCode() {
    assertThat(Printable.of(EVIL))
        .isEqualTo("x\\u{1b}[2J\\u{a}\\u{85}\\u{202e}\\u{2029}\\u{7f}\\u{d800}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a B",
        "Łódź",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\ud83d\udc69\u200d\ud83d\udcbb",
        "100 %",
        "\u3000"
      })
  void of_whatPeopleWrite_staysAsItIs(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
    assertThat(Printable.require("owner", text, 20)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "key", "tags"})
  void request_withControlCharacters_isRefusedWithWhatIsAllowed(String field) {
    String value = field.equals("tags") ? "[\"a\\u001b[2J\"]" : "\"a\\u001b[2J\"";
    String json =
        "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"%s\":%s}"
            .formatted(field, value);
    assertThat(RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty()))
        .isInstanceOfSatisfying(
            Request.Reading.Refused.class,
            refused ->
                assertThat(refused.reasons())
                    .singleElement()
                    .asString()
                    .contains(field, "no control characters")
                    .doesNotContain("\u001b"));
  }

  @Test
  void recordKey_ofAnyBytes_isKeptInLettersThatCanBeShown() {
    String json =
        "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"}}";
    assertThat(
            RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.of("\u0000\u001b7")))
        .isInstanceOfSatisfying(
            Request.Reading.Understood.class,
            read -> assertThat(read.request().key()).contains("\\u{0}\\u{1b}7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"worker", "incarnation", "host", "slot", "description"})
  void hello_withControlCharacters_isNone(String field) {
    assertThat(hello("")).isNotNull();
    assertThatThrownBy(() -> hello(field))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field)
        .hasMessageContaining("control character")
        .hasMessageNotContaining("\u001b");
  }

  private static Hello hello(String evil) {
    return new Hello(
        evil.equals("worker") ? EVIL : "worker",
        evil.equals("incarnation") ? EVIL : "incarnation",
        evil.equals("host") ? EVIL : "host",
        List.of(
            new Slot(evil.equals("slot") ? EVIL : "cpu:0", evil.equals("description") ? EVIL : "")),
        new Catalog(List.of(), List.of(), List.of()),
        "",
        List.of(),
        NodeAddress.UNKNOWN);
  }
}
