package podium.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.proof.Proof;
import podium.cli.proof.Proof.Shown;
import podium.cli.proof.PublishedTraces;
import podium.cli.proof.RecordedRun;
import podium.cli.proof.ResumedRun;
import podium.cli.view.AnswerJson;

/** {@code podium prove}: what Podium claims, checked before one's eyes. */
@Command(
    name = "prove",
    description = {
      "Shows that the rules of placement give what was published of them: mean completion time,"
          + " makespan and 99th percentile of 24 series, ours beside the authors'.",
      "Before that the log of a real run is decided again, and a trial trained whose trainer is"
          + " killed.",
      "Exit code 0 only if all of it holds."
    },
    mixinStandardHelpOptions = true)
final class ProveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      defaultValue = "${env:PODIUM_TEST_TRACES}",
      description =
          "the folder of trace1.csv to trace4_pr.csv, simulator/trace-data of"
              + " github.com/Rivendile/Muri (default: the environment variable PODIUM_TEST_TRACES)")
  private Optional<Path> traces = Optional.empty();

  @Mixin private JsonFlag json = new JsonFlag();

  @Override
  public Integer call() {
    return prove(proofs());
  }

  /** Shows one after the other, whatever becomes of those before. */
  int prove(List<Proof> proofs) {
    boolean all = true;
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    for (Proof proof : proofs) {
      if (!json.isSet()) {
        Terminal.print(spec, List.of(proof.claim()));
      }
      long begun = System.nanoTime();
      Shown shown = shown(proof);
      double seconds = (System.nanoTime() - begun) / 1e9;
      all &= shown.held();
      if (json.isSet()) {
        answers.add(AnswerJson.proved(proof.claim(), shown.held(), shown.why(), shown.lines()));
      } else {
        Terminal.print(spec, inWords(shown, seconds));
      }
    }
    Terminal.print(spec, json.lines(() -> answers, List::of));
    return all ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /** What is proved, in this order. */
  private List<Proof> proofs() {
    Path folder =
        traces.orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--traces is missing: the folder of trace1.csv to trace4_pr.csv, which are in"
                        + " simulator/trace-data of github.com/Rivendile/Muri; or name it in"
                        + " PODIUM_TEST_TRACES"));
    return List.of(new RecordedRun(), new ResumedRun(), new PublishedTraces(folder));
  }

  private static List<String> inWords(Shown shown, double seconds) {
    List<String> lines = new ArrayList<>(shown.lines());
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s; %.1f s",
            shown.held() ? "held" : "not held",
            shown.why(),
            seconds));
    return lines;
  }

  private static Shown shown(Proof proof) {
    try {
      return proof.show();
    } catch (UserErrorException e) {
      // why: the proofs behind it are shown all the same
      return new Shown(false, List.of(), e.getMessage());
    }
  }
}
