package podium.dashboard.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One server-sent event.
 *
 * @param data one line
 * @param id place in the log to go on from; empty when the browser must not remember it
 */
record Message(String event, String data, String id) {
  Message withId(String changed) {
    return new Message(event, data, changed);
  }

  /** Messages as they travel. */
  static byte[] bytes(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      if (!message.id.isEmpty()) {
        text.append("id: ").append(message.id).append('\n');
      }
      text.append("event: ").append(message.event).append('\n');
      text.append("data: ").append(message.data).append("\n\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A line that browsers pass over. */
  static byte[] comment(String text) {
    return (": " + text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
