package podium.protocol.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.SpecFields;

/** What people ask for. */
public sealed interface Request {
  /** Repeating a key makes a request a duplicate. */
  Optional<String> key();

  /** Queue an experiment. */
  record Submit(ExperimentSpec spec) implements Request {
    @Override
    public Optional<String> key() {
      return spec.key();
    }
  }

  /** Stop an experiment (by id or name) or one trial (by id). */
  record Cancel(Optional<String> key, String target) implements Request {}

  /**
   * What a request asks for that only those who train can tell whether they have or can do.
   *
   * @param models labels
   * @param pretrained name of weights
   * @param imageSizes sides in pixels; 0 is each model's own
   */
  record Needs(
      Optional<String> dataset, List<String> models, String pretrained, List<Integer> imageSizes) {
    /** Nothing at all. */
    public static final Needs NONE =
        new Needs(Optional.empty(), List.of(), SpecFields.NO_WEIGHTS, List.of());

    public Needs {
      models = List.copyOf(models);
      imageSizes = List.copyOf(imageSizes);
    }

    /** Of the parts of an experiment, which may be wrong elsewhere. */
    public static Needs of(
        Optional<String> dataset,
        Map<String, List<Object>> matrix,
        String pretrained,
        Recipe recipe) {
      return new Needs(
          dataset,
          matrix.getOrDefault("model", List.of()).stream().map(String.class::cast).toList(),
          pretrained,
          matrix.getOrDefault("imageSize", List.of((long) recipe.imageSize())).stream()
              .map(size -> ((Number) size).intValue())
              .toList());
    }
  }

  /** What became of reading one: a request, or every reason against it. */
  sealed interface Reading {
    /** It can be decided upon. */
    record Understood(Request request) implements Reading {}

    /**
     * It cannot; each reason names path, value and what is allowed.
     *
     * @param reasons the first of them
     * @param more how many there are beyond these
     * @param needs what could be read of them, so that the one who knows better can add reasons
     */
    record Refused(List<String> reasons, int more, Needs needs) implements Reading {
      private static final int MOST = 50;

      public Refused {
        more += Math.max(0, reasons.size() - MOST);
        reasons = reasons.stream().limit(MOST).toList();
      }

      /** Of a request of which nothing could be read. */
      public Refused(List<String> reasons) {
        this(reasons, 0, Needs.NONE);
      }

      /** What to tell a person: these reasons and further ones, the rest as a number. */
      public List<String> told(List<String> further) {
        List<String> all = Stream.concat(reasons.stream(), further.stream()).distinct().toList();
        int left = more + Math.max(0, all.size() - MOST);
        return Stream.concat(
                all.stream().limit(MOST),
                left == 0 ? Stream.empty() : Stream.of("... and %d more".formatted(left)))
            .toList();
      }
    }
  }
}
