package podium.protocol.request;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.experiment.ExperimentSpec;
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
   * Names in a request that somebody else must know.
   *
   * @param models labels
   * @param pretrained name of weights
   */
  record Names(Optional<String> dataset, List<String> models, String pretrained) {
    /** No name at all. */
    public static final Names NONE = new Names(Optional.empty(), List.of(), SpecFields.NO_WEIGHTS);

    public Names {
      models = List.copyOf(models);
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
     * @param names what could be read of names, so that the one who knows them can add reasons
     */
    record Refused(List<String> reasons, int more, Names names) implements Reading {
      private static final int MOST = 50;

      public Refused {
        more += Math.max(0, reasons.size() - MOST);
        reasons = reasons.stream().limit(MOST).toList();
      }

      /** Of a request in which no name could be read. */
      public Refused(List<String> reasons) {
        this(reasons, 0, Names.NONE);
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
