package podium.benchmarks;

import java.util.ArrayList;
import java.util.List;
import podium.benchmarks.child.Child;
import podium.benchmarks.child.ProfiledStep;
import podium.benchmarks.child.StepTime;

/** Where the time of our training step goes. */
final class StepProfile {
  private final Settings settings;
  private final Report report;

  StepProfile(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Profile of a step",
        ("The steps of the part above for 8 s, %d threads; async-profiler looks every 0.5 ms of"
             + " processor time which function each thread is in, Java's and native ones. Percent"
             + " of all it saw, by the innermost function that is known.")
            .formatted(settings.threads()));
    List<String> columns = new ArrayList<>(List.of("model", "batch", "precision", "ms a step"));
    for (StepTime kind : StepTime.values()) {
      columns.add(kind.title());
    }
    report.columns(columns.toArray(String[]::new));
    for (String model : settings.models()) {
      for (int batch : settings.batches()) {
        Host.precisions().forEach(precision -> measure(model, batch, precision));
      }
    }
  }

  private void measure(String model, int batch, String precision) {
    List<String> arguments =
        List.of(model, Integer.toString(batch), precision, Integer.toString(settings.threads()));
    try (Child child = Child.trainer(ProfiledStep.class, settings.threads(), arguments)) {
      double clock = child.measure(ProfiledStep.PROFILE, 0)[0];
      List<Double> millis = new ArrayList<>();
      for (StepTime kind : StepTime.values()) {
        millis.add(child.measure(kind.name(), 0)[0]);
      }
      double all = millis.stream().mapToDouble(Double::doubleValue).sum();
      List<String> cells =
          new ArrayList<>(
              List.of(model, Integer.toString(batch), precision, "%.1f".formatted(clock)));
      millis.forEach(one -> cells.add("%.1f".formatted(100 * one / all)));
      report.row(cells.toArray(String[]::new));
    }
  }
}
