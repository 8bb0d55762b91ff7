package podium.protocol.request;

import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.ExperimentSpec;

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

  /** What became of reading one: a request, or every reason against it. */
  sealed interface Reading {
    /** It can be decided upon. */
    record Understood(Request request) implements Reading {}

    /** It cannot; each reason names path, value and what is allowed. */
    record Refused(List<String> reasons) implements Reading {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }
  }
}
