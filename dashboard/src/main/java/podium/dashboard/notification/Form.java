package podium.dashboard.notification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a receiver wants to be told. */
public enum Form {
  /** Every field by itself. */
  JSON,

  /** As Slack's incoming webhooks take it, and Mattermost's. */
  SLACK,

  /** As Discord's webhooks take it. */
  DISCORD;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** As configurations have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form of a word. */
  public static Optional<Form> of(String word) {
    return Arrays.stream(values()).filter(form -> form.word().equals(word)).findFirst();
  }

  /**
   * The body to send.
   *
   * @param board where the board's pages are; nothing where messages have no link
   */
  public String body(Notification it, Optional<String> board) {
    Optional<String> link = board.map(pages -> pages + path(it));
    ObjectNode body = MAPPER.createObjectNode();
    switch (this) {
      case JSON -> {
        body.put("id", it.id())
            .put("kind", it.kind().word())
            .put("time", it.time().toString())
            .put("offset", it.offset())
            .put("experiment", it.experiment().value());
        it.trial().ifPresent(trial -> body.put("trial", trial.value()));
        body.put("text", it.text());
        link.ifPresent(address -> body.put("link", address));
      }
      case SLACK ->
          body.put(
              "text", escaped(it.text()) + link.map(address -> "\n<" + address + ">").orElse(""));
      case DISCORD -> {
        body.put("content", it.text() + link.map(address -> "\n" + address).orElse(""));
        // why: words of a log must call nobody
        body.putObject("allowed_mentions").putArray("parse");
      }
    }
    return body.toString();
  }

  private static String path(Notification it) {
    return it.trial()
        .map(trial -> "/trials/" + trial.value())
        .orElse("/experiments/" + it.experiment().value());
  }

  // why: these three have a meaning to Slack, such as <!channel>
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
