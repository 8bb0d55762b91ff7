package podium.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import podium.benchmarks.child.BareStep;
import podium.benchmarks.child.Child;

/** Our training step beside one in Python, as everybody writes it and as experts do, in turns. */
final class PythonSteps {
  private static final String SCRIPT = "steps.py";
  private static final double WARM_UP_SECONDS = 2;
  private static final String FP32 = "Podium fp32";
  private static final String BF16 = "Podium bf16";
  private static final String AUTOCAST = "autocast";
  private static final List<String> WAYS = List.of("default", "channels-last", "compile");

  private final Settings settings;
  private final Report report;

  PythonSteps(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    if (settings.python().isEmpty()) {
      report.part(
          "Bare step beside Python",
          "Not measured: give --python an interpreter with torch and torchvision.");
      return;
    }
    report.part(
        "Bare step beside Python",
        ("One fixed batch of 32x32 images, %d threads, %d rounds in which each process has its turn"
             + " of %.0f s while the others idle. Podium as above. Python: zero_grad, forward,"
             + " cross-entropy, backward, Adam, loss and right answers read; as everybody writes it"
             + " (default), channels-last with fused Adam, the same with torch.compile, and the"
             + " second under autocast to bfloat16. The learning rate is 0. Images/s by the median"
             + " step; in brackets by the fastest.")
            .formatted(settings.threads(), settings.rounds(), settings.seconds()));
    report.columns(
        "model",
        "batch",
        FP32,
        BF16,
        "default",
        "channels-last",
        "compile",
        AUTOCAST,
        "fp32 / default",
        "fp32 / best of three (target 1.0)",
        "bf16 / autocast (target 1.3)");
    for (String model : settings.models()) {
      settings.batches().forEach(batch -> measure(settings.python().get(), model, batch));
    }
    report.notes();
  }

  private void measure(String python, String model, int batch) {
    Path script = Scripts.copyWithNets(SCRIPT, settings.scratch());
    Map<String, Child> sides = new LinkedHashMap<>();
    try {
      sides.put(FP32, ours(model, batch, "fp32"));
      WAYS.forEach(way -> sides.put(way, theirs(python, script, model, batch, way)));
      if (Host.hasBfloat16()) {
        sides.put(BF16, ours(model, batch, "bf16"));
        sides.put(AUTOCAST, theirs(python, script, model, batch, AUTOCAST));
      }
      List<String> missing =
          sides.keySet().stream().filter(side -> isMissing(sides, side)).toList();
      missing.forEach(
          side -> {
            Child none = Objects.requireNonNull(sides.remove(side));
            none.close();
            report.note("%s, %s, batch %d: %s.".formatted(side, model, batch, none.greeting()));
          });
      Turns.requireEqualParameters(model, sides);
      report.note("Python: %s.".formatted(version(sides)));
      sides.values().forEach(side -> side.measure("step", WARM_UP_SECONDS));
      row(model, batch, Turns.of(sides, "step", settings.rounds(), settings.seconds()));
    } finally {
      sides.values().forEach(Child::close);
    }
  }

  private static boolean isMissing(Map<String, Child> sides, String side) {
    return Objects.requireNonNull(sides.get(side)).greeting().startsWith("missing");
  }

  private static String version(Map<String, Child> sides) {
    String greeting = Objects.requireNonNull(sides.get("default")).greeting();
    return greeting.substring(greeting.indexOf(' ') + 1);
  }

  private Child ours(String model, int batch, String precision) {
    return Child.trainer(
        BareStep.class,
        settings.threads(),
        List.of(model, Integer.toString(batch), precision, Integer.toString(settings.threads())));
  }

  private Child theirs(String python, Path script, String model, int batch, String way) {
    return Child.program(
        "Python, " + way,
        settings.threads(),
        List.of(
            python,
            script.toString(),
            model,
            Integer.toString(batch),
            way,
            Integer.toString(settings.threads())));
  }

  private void row(String model, int batch, Map<String, Samples> steps) {
    List<String> cells = new ArrayList<>(List.of(model, Integer.toString(batch)));
    for (String side : List.of(FP32, BF16, "default", "channels-last", "compile", AUTOCAST)) {
      Samples millis = steps.get(side);
      cells.add(millis == null ? "-" : Turns.speed(batch, millis));
    }
    Samples ours = Objects.requireNonNull(steps.get(FP32), FP32);
    Samples best =
        WAYS.stream()
            .map(steps::get)
            .filter(Objects::nonNull)
            .min(Comparator.comparingDouble(Samples::median))
            .orElseThrow();
    cells.add(Turns.ratio(Objects.requireNonNull(steps.get("default")), ours));
    cells.add(Turns.ratio(best, ours));
    Samples narrow = steps.get(BF16);
    Samples autocast = steps.get(AUTOCAST);
    cells.add(narrow == null || autocast == null ? "-" : Turns.ratio(autocast, narrow));
    report.row(cells.toArray(String[]::new));
  }
}
