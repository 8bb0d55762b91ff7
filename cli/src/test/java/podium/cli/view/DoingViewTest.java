package podium.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class DoingViewTest {
  private final StringWriter text = new StringWriter();

  private String shown(boolean terminal) {
    try (DoingView view = new DoingView(new PrintWriter(text), terminal)) {
      view.show("decoding pictures", 1200, 25000);
      view.show("decoding pictures", 2400, 25000);
      view.show("reading", 0, 0);
    }
    return text.toString();
  }

  @Test
  void onATerminal_oneLineChanges() {
    assertThat(shown(true))
        .isEqualTo(
            "\r"
                + "\u001b[Kdecoding pictures: 1,200 of 25,000\r"
                + "\u001b[Kdecoding pictures: 2,400 of 25,000\r"
                + "\u001b[Kreading\r"
                + "\u001b[K");
  }

  @Test
  void elsewhere_eachNewThingIsALine() {
    assertThat(shown(false).lines()).containsExactly("decoding pictures ...", "reading ...");
  }
}
