package podium.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.Printable;
import podium.protocol.id.TrialId;

/** {@code podium log tail}: the latest facts. */
@Command(
    name = "tail",
    description = "Prints the latest facts of the event log: offset, time, kind and what it says.",
    mixinStandardHelpOptions = true)
final class LogTailCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "20",
      description = "how many; 0 = all (default: ${DEFAULT-VALUE})")
  private int lines = 20;

  @Option(names = "--trial", paramLabel = "ID", description = "facts of this trial alone")
  private Optional<String> trial = Optional.empty();

  @Option(names = "--follow", description = "go on with what comes, until Ctrl-C")
  private boolean follow;

  @Option(names = "--json", description = "one line of JSON a record: its offset and what it says")
  private boolean json;

  @Mixin private LogFlags log = new LogFlags();

  private final LogCursor cursor = new LogCursor();
  private final Deque<Supplier<String>> latest = new ArrayDeque<>();
  private boolean caughtUp;

  @Override
  public Integer call() {
    trial
        .filter(id -> TrialId.parse(id).isEmpty())
        .ifPresent(
            id -> {
              throw new UserErrorException(
                  "--trial %s is no trial's id; write it as mine-1.2".formatted(id));
            });
    if (follow && log.kafka().isEmpty()) {
      throw new UserErrorException("a file does not go on; leave --follow or --file out");
    }
    if (follow) {
      LogRecords.follow(log.kafka().orElseThrow(), this::take, this::caughtUp);
    } else {
      log.each(this::take);
    }
    caughtUp();
    return ExitCodes.DONE;
  }

  private void caughtUp() {
    caughtUp = true;
    latest.forEach(this::print);
    latest.clear();
  }

  private void print(Supplier<String> line) {
    Terminal.print(spec, List.of(line.get()));
  }

  private void take(long offset, byte[] record) {
    Reading reading = cursor.read(offset, record);
    JsonNode tree = tree(record);
    if (trial.isPresent() && !isAbout(tree.path("event"), trial.get())) {
      return;
    }
    // why: of a long log few are printed, so the others need no words
    Optional<String> wrong =
        reading instanceof Reading.Voided voided ? Optional.of(voided.why()) : Optional.empty();
    Supplier<String> line =
        json ? () -> line(offset, tree, wrong) : () -> told(offset, tree, wrong);
    if (caughtUp) {
      print(line);
      return;
    }
    latest.addLast(line);
    if (lines > 0 && latest.size() > lines) {
      latest.removeFirst();
    }
  }

  private static JsonNode tree(byte[] record) {
    try {
      return JSON.readTree(record);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static String line(long offset, JsonNode record, Optional<String> wrong) {
    ObjectNode line = JSON.createObjectNode().put("offset", offset);
    wrong.ifPresent(why -> line.put("void", why));
    if (record instanceof ObjectNode fields) {
      line.set("record", fields);
    }
    return line.toString();
  }

  private static String told(long offset, JsonNode tree, Optional<String> wrong) {
    if (wrong.isPresent()) {
      return "%d  void: %s".formatted(offset, wrong.get());
    }
    JsonNode event = tree.path("event");
    String type = tree.path("type").asText(event.path("type").asText());
    return Printable.of(
        "%d  %s  %s  %s".formatted(offset, tree.path("time").asText(), type, event));
  }

  private static boolean isAbout(JsonNode event, String trial) {
    return event.path("trial").asText().equals(trial)
        || event.path("trials").findValuesAsText("trial").contains(trial)
        || isAmong(event.path("trials"), trial);
  }

  private static boolean isAmong(JsonNode trials, String trial) {
    for (JsonNode one : trials) {
      if (one.asText().equals(trial)) {
        return true;
      }
    }
    return false;
  }
}
