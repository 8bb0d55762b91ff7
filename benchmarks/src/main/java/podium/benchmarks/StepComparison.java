package podium.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import podium.benchmarks.child.BareStep;
import podium.benchmarks.child.Child;
import podium.benchmarks.libtorch.LibtorchStep;

/** Our training step beside one on libtorch alone, in turns. */
final class StepComparison {
  private static final double WARM_UP_SECONDS = 3;
  private static final double DATA_SECONDS = 2;

  private final Settings settings;
  private final Report report;

  private record Subject(String model, int batch) {}

  private record Side(String name, Class<?> main, String variant) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject("resnet18", 128),
          new Subject("mobilenet_v2", 128),
          new Subject("resnet18_cifar", 64));
  private static final Side OURS = new Side("Podium fp32", BareStep.class, "fp32");
  private static final Side NARROW = new Side("Podium bf16", BareStep.class, "bf16");
  private static final Side PLAIN = new Side("libtorch", LibtorchStep.class, "default");
  private static final Side LAST =
      new Side("libtorch channels-last", LibtorchStep.class, "channels-last");

  StepComparison(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Bare step",
        ("One fixed batch of 32x32 images, %d threads, %d rounds in which each process has its turn"
             + " of %.0f s while the others idle. Podium: the step of its epoch loop (forward,"
             + " cross-entropy, gradients, Adam, and counting loss and correct answers), in a JVM"
             + " started as trainers are, which keep the memory they freed. libtorch 2.7.1 through"
             + " JavaCPP: zero_grad, forward, cross-entropy, backward, torch::optim::Adam;"
             + " channels-last has images and convolution weights in that layout. The learning rate"
             + " is 0, so that gradients stay those of the first step. Images/s by the median step;"
             + " in brackets by the fastest.")
            .formatted(settings.threads(), settings.rounds(), settings.seconds()));
    report.columns(
        "model",
        "batch",
        "Podium fp32",
        "Podium bf16",
        "libtorch",
        "libtorch channels-last",
        "fp32 / libtorch (target 1.2)",
        "fp32 / channels-last (target 0.95)",
        "bf16 / libtorch",
        "data of a step (target 3 %)");
    SUBJECTS.forEach(this::measure);
  }

  private void measure(Subject subject) {
    List<Side> sides =
        Host.hasBfloat16() ? List.of(OURS, NARROW, PLAIN, LAST) : List.of(OURS, PLAIN, LAST);
    Map<String, Child> children = new LinkedHashMap<>();
    try {
      sides.forEach(side -> children.put(side.name(), start(subject, side)));
      Turns.requireEqualParameters(subject.model(), children);
      Map<String, Samples> steps =
          Turns.of(children, "step", settings.rounds(), settings.seconds());
      Samples data = Samples.of(of(children, OURS).measure("data", DATA_SECONDS));
      row(subject, steps, data.median() / of(steps, OURS).median());
    } finally {
      children.values().forEach(Child::close);
    }
  }

  private Child start(Subject subject, Side side) {
    List<String> arguments =
        List.of(
            subject.model(),
            Integer.toString(subject.batch()),
            side.variant(),
            Integer.toString(settings.threads()));
    Child child =
        side.main() == BareStep.class
            ? Child.trainer(side.main(), settings.threads(), arguments)
            : Child.java(side.main(), settings.threads(), arguments);
    child.measure("step", WARM_UP_SECONDS);
    return child;
  }

  private static <T> T of(Map<String, T> all, Side side) {
    T value = all.get(side.name());
    if (value == null) {
      throw new IllegalStateException(side.name() + " was not measured");
    }
    return value;
  }

  private void row(Subject subject, Map<String, Samples> steps, double data) {
    List<String> cells = new ArrayList<>();
    cells.add(subject.model());
    cells.add(Integer.toString(subject.batch()));
    for (Side side : List.of(OURS, NARROW, PLAIN, LAST)) {
      cells.add(
          steps.containsKey(side.name())
              ? Turns.speed(subject.batch(), of(steps, side))
              : "no such processor");
    }
    cells.add(Turns.ratio(of(steps, PLAIN), of(steps, OURS)));
    cells.add(Turns.ratio(of(steps, LAST), of(steps, OURS)));
    cells.add(
        steps.containsKey(NARROW.name()) ? Turns.ratio(of(steps, PLAIN), of(steps, NARROW)) : "-");
    cells.add("%.1f %%".formatted(100 * data));
    report.row(cells.toArray(String[]::new));
  }
}
