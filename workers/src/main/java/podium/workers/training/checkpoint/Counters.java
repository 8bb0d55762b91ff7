package podium.workers.training.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The numbers of a checkpoint beside its tensors; part of the state hash, so that a restart that
 * lost one would show; immutable.
 *
 * @param epoch the last one trained; 0 before the first
 * @param step steps of the optimizer so far
 * @param best the best evaluation so far
 */
public record Counters(int epoch, long step, long seed, Optional<BestEpoch> best) {
  static final String BEST_EPOCH = "bestEpoch";
  private static final String EPOCH = "epoch";
  private static final String STEP = "step";
  private static final String SEED = "seed";
  private static final String BEST_ACCURACY = "bestAccuracy";

  /** Which epoch was best, and its accuracy in 0..1. */
  public record BestEpoch(int epoch, double accuracy) {}

  /** By name, as a snapshot has them. */
  public Map<String, String> named() {
    Map<String, String> named = new TreeMap<>();
    named.put(EPOCH, Integer.toString(epoch));
    named.put(STEP, Long.toString(step));
    named.put(SEED, Long.toString(seed));
    best.ifPresent(
        is -> {
          named.put(BEST_EPOCH, Integer.toString(is.epoch()));
          named.put(BEST_ACCURACY, Double.toString(is.accuracy()));
        });
    return named;
  }

  /** What a snapshot's counters say. */
  public static Counters of(Map<String, String> named) {
    Optional<BestEpoch> best =
        Optional.ofNullable(named.get(BEST_EPOCH))
            .map(
                epoch ->
                    new BestEpoch(
                        Integer.parseInt(epoch),
                        Double.parseDouble(named.getOrDefault(BEST_ACCURACY, "0"))));
    return new Counters(
        Integer.parseInt(named.getOrDefault(EPOCH, "0")),
        Long.parseLong(named.getOrDefault(STEP, "0")),
        Long.parseLong(named.getOrDefault(SEED, "0")),
        best);
  }
}
