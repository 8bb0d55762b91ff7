package podium.protocol.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import podium.protocol.Text;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.experiment.SpecFields;

/** What people ask for. */
public sealed interface Request {
  /** Repeating a key makes a request a duplicate. */
  Optional<String> key();

  /** The word that asks for it. */
  default String verb() {
    return switch (this) {
      case Submit ignored -> "submit";
      case Act act -> act.action().verb();
    };
  }

  /** Queue an experiment. */
  record Submit(ExperimentSpec spec) implements Request {
    @Override
    public Optional<String> key() {
      return spec.key();
    }
  }

  /** Do something about what is there. */
  record Act(Optional<String> key, Action action) implements Request {}

  /**
   * What a request asks for that only those who train can tell whether they have or can do.
   *
   * @param pretrained name of weights
   */
  record Needs(Optional<String> dataset, String pretrained, List<Use> uses) {
    /** Nothing at all. */
    public static final Needs NONE = new Needs(Optional.empty(), SpecFields.NO_WEIGHTS, List.of());

    /**
     * A model at an image size.
     *
     * @param path where the model stands in the request
     * @param model label
     * @param imageSize side in pixels; 0 is the model's own
     */
    public record Use(String path, String model, int imageSize) {}

    public Needs {
      uses = List.copyOf(uses);
    }

    /** Of an experiment, which may be wrong elsewhere. */
    public static Needs of(ExperimentSpec spec) {
      return new Needs(
          Optional.of(spec.dataset()).filter(name -> !name.isEmpty()),
          spec.pretrained(),
          uses(spec));
    }

    private static List<Use> uses(ExperimentSpec spec) {
      Map<String, String> places = new LinkedHashMap<>();
      place("matrix.model", spec.matrix(), places);
      for (int i = 0; i < spec.zip().size(); i++) {
        place(Text.of("zip[%d].model", i), spec.zip().get(i), places);
      }
      for (int i = 0; i < spec.include().size(); i++) {
        Object model = spec.include().get(i).getOrDefault("model", "");
        places.putIfAbsent((String) model, Text.of("include[%d].model", i));
      }
      // why: an excluded combination of model and size asks for nothing
      Stream<Use> uses =
          spec.countable()
              ? Stream.concat(spec.assignments().stream(), spec.possible().stream())
                  .map(spec::trial)
                  .map(trial -> use(places, trial.model(), trial.recipe().imageSize()))
              : places.keySet().stream().map(model -> use(places, model, 0));
      return uses.filter(use -> !use.model().isEmpty()).distinct().toList();
    }

    private static void place(
        String path, Map<String, List<Object>> axes, Map<String, String> places) {
      List<Object> models = axes.getOrDefault("model", List.of());
      for (int i = 0; i < models.size(); i++) {
        places.putIfAbsent((String) models.get(i), Text.of("%s[%d]", path, i));
      }
    }

    private static Use use(Map<String, String> places, String model, int imageSize) {
      return new Use(places.getOrDefault(model, "matrix.model"), model, imageSize);
    }
  }

  /** What became of reading one: a request, or every reason against it. */
  sealed interface Reading {
    /** It can be decided upon. */
    record Understood(Request request) implements Reading {}

    /**
     * It cannot; each fault names path, value and what is allowed.
     *
     * @param faults the first of them
     * @param more how many there are beyond these
     * @param needs what could be read of them, so that the one who knows better can add faults
     */
    record Refused(List<Fault> faults, int more, Needs needs) implements Reading {
      private static final int MOST = 50;

      public Refused {
        more += Math.max(0, faults.size() - MOST);
        faults = faults.stream().limit(MOST).toList();
      }

      /** Of a request of which nothing could be read. */
      public Refused(List<String> reasons) {
        this(reasons.stream().map(reason -> new Fault("", reason)).toList(), 0, Needs.NONE);
      }

      /** The faults in words. */
      public List<String> reasons() {
        return faults.stream().map(Fault::text).toList();
      }

      /** What to tell a person: these faults and further ones, the rest as a number. */
      public List<String> told(List<Fault> further) {
        return told(further, Fault::text);
      }

      /**
       * What to tell a person: these faults and further ones, the rest as a number.
       *
       * @param words for one fault
       */
      public List<String> told(List<Fault> further, Function<Fault, String> words) {
        List<String> all =
            Stream.concat(faults.stream(), further.stream()).map(words).distinct().toList();
        int left = more + Math.max(0, all.size() - MOST);
        return Stream.concat(
                all.stream().limit(MOST),
                left == 0 ? Stream.empty() : Stream.of(Text.of("... and %d more", left)))
            .toList();
      }
    }
  }
}
