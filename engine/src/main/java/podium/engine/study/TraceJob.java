package podium.engine.study;

/**
 * A job of a trace.
 *
 * @param model what it trains; stands for the owner, of whom published traces do not tell
 * @param slots that it needs together
 * @param submitted seconds, by the trace's clock
 * @param secondsAnIteration on those slots
 */
public record TraceJob(
    String name,
    String model,
    int slots,
    double submitted,
    double iterations,
    double secondsAnIteration) {
  public TraceJob {
    if (slots < 1) {
      throw new IllegalArgumentException(
          "job %s needs %d slots; allowed: 1 or more".formatted(name, slots));
    }
    notNegative(name, "submitted", submitted);
    notNegative(name, "iterations", iterations);
    notNegative(name, "secondsAnIteration", secondsAnIteration);
    if (secondsAnIteration == 0) {
      throw new IllegalArgumentException(
          "job %s has secondsAnIteration 0; allowed: more".formatted(name));
    }
  }

  private static void notNegative(String name, String field, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "job %s has %s %s; allowed: 0 or more".formatted(name, field, value));
    }
  }
}
