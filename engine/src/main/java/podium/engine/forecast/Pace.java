package podium.engine.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import podium.engine.state.SchedulerState;
import podium.protocol.experiment.TrialSpec;

/**
 * How long training of one kind takes, as far as was seen. Each look ahead first draws anew what
 * was seen, as often as it was: what few epochs tell is not certain, and trials of a kind are wrong
 * together. Milliseconds. Not thread-safe.
 */
final class Pace {
  /** So many epochs are drawn one by one; of more, these stand for all. */
  private static final int DRAWN = 8;

  /** So many epochs tell by themselves how far they may be off. */
  private static final int ENOUGH = 5;

  /** How far off a single epoch may be that nothing is compared with, as a share. */
  private static final double OF_ONE = 0.6;

  /** Other sizes or data of a model may take so many times as long, or as short. */
  private static final double OF_OTHERS = 4;

  private final List<String> devices;
  private final long[][] epochs;
  private final long[] setUps;
  private final boolean ofOthers;
  private long[][] drawnEpochs;
  private double[] means;
  private double factor = 1;

  private Pace(SortedMap<String, List<Long>> epochs, List<Long> setUps, boolean ofOthers) {
    this.devices = List.copyOf(epochs.keySet());
    this.epochs = epochs.values().stream().map(Pace::array).toArray(long[][]::new);
    this.setUps = array(setUps);
    this.ofOthers = ofOthers;
    this.drawnEpochs = this.epochs;
    this.means = new double[this.epochs.length];
  }

  /** Of what the trial trains; of its model where that was not seen; nothing without either. */
  static Optional<Pace> of(SchedulerState state, int slots, TrialSpec spec) {
    SortedMap<String, List<Long>> own = state.epochsLike(slots, spec);
    boolean others = own.isEmpty();
    SortedMap<String, List<Long>> seen = others ? state.epochsLike(slots, spec.model()) : own;
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, List<Long>> setUps =
        others ? state.setUpsLike(slots, spec.model()) : state.setUpsLike(slots, spec);
    List<Long> all = new ArrayList<>();
    setUps.values().forEach(all::addAll);
    return Optional.of(new Pace(seen, all, others));
  }

  private static long[] array(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** What the next look ahead takes for true. */
  void drawAnew(Draws draws) {
    drawnEpochs = new long[epochs.length][];
    int seen = 0;
    for (int i = 0; i < epochs.length; i++) {
      drawnEpochs[i] = again(epochs[i], draws);
      means[i] = Arrays.stream(drawnEpochs[i]).average().orElse(0);
      seen += epochs[i].length;
    }
    factor = ofOthers ? ofOthers(draws.unit()) : ofFew(seen, draws.unit());
  }

  private static long[] again(long[] seen, Draws draws) {
    long[] drawn = new long[seen.length];
    for (int i = 0; i < seen.length; i++) {
      drawn[i] = seen[draws.below(seen.length)];
    }
    return drawn;
  }

  private static double ofFew(int seen, double unit) {
    return seen >= ENOUGH ? 1 : 1 + (2 * unit - 1) * OF_ONE / seen;
  }

  private static double ofOthers(double unit) {
    double wide = 1 + (OF_OTHERS - 1) * Math.abs(2 * unit - 1);
    return unit < 0.5 ? 1 / wide : wide;
  }

  /** From placement to the beginning of the first epoch. */
  double setUp(Draws draws) {
    return setUps.length == 0 ? 0 : setUps[draws.below(setUps.length)];
  }

  /**
   * One epoch, or several.
   *
   * @param device on which it trains, as its worker calls it; another one's where it was not seen
   */
  double epochs(int count, String device, Draws draws) {
    if (count <= 0) {
      return 0;
    }
    int on = on(device, draws);
    long[] from = drawnEpochs[on];
    int drawn = Math.min(count, DRAWN);
    double off = 0;
    for (int i = 0; i < drawn; i++) {
      off += from[draws.below(from.length)] - means[on];
    }
    // why: the sum of so many strays as far as the root of their number says
    double all = count * means[on] + off * Math.sqrt((double) count / drawn);
    return Math.max(0, all) * factor;
  }

  /** As often as each was seen, where it is not known. */
  private int on(String device, Draws draws) {
    int known = ofOthers ? -1 : devices.indexOf(device);
    if (known >= 0 || epochs.length == 1) {
      return Math.max(known, 0);
    }
    int seen = Arrays.stream(epochs).mapToInt(it -> it.length).sum();
    int drawn = draws.below(seen);
    int at = 0;
    while (drawn >= epochs[at].length) {
      drawn -= epochs[at].length;
      at++;
    }
    return at;
  }
}
