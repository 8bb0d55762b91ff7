package podium.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --json}: the answer for another program. */
final class JsonFlag {
  @Option(names = "--json", description = "answer in JSON")
  private boolean json;

  boolean isSet() {
    return json;
  }

  /** The one answer or the other. */
  List<String> lines(Supplier<? extends JsonNode> asJson, Supplier<List<String>> inWords) {
    return json ? asJson.get().toPrettyString().lines().toList() : inWords.get();
  }
}
