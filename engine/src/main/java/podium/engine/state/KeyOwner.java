package podium.engine.state;

import java.util.Optional;
import podium.protocol.request.Action;

/** The request that a key belongs to: the first one under it that was followed. Immutable. */
public sealed interface KeyOwner {
  /** What it is called in the log. */
  String id();

  /** What it is, for people. */
  String told();

  /** It queued an experiment. */
  record Submitted(Experiment experiment) implements KeyOwner {
    @Override
    public String id() {
      return experiment.id().value();
    }

    @Override
    public String told() {
      return experiment.id().value();
    }
  }

  /** It queued an experiment whose trials go on from those of others. */
  record Forked(Experiment experiment, Action action) implements KeyOwner {
    @Override
    public String id() {
      return experiment.id().value();
    }

    @Override
    public String told() {
      return experiment.id().value();
    }
  }

  /** Who queued an experiment, as far as was asked of what is there. */
  static KeyOwner of(Experiment experiment, Optional<Action> asked) {
    return asked
        .<KeyOwner>map(action -> new Forked(experiment, action))
        .orElseGet(() -> new Submitted(experiment));
  }

  /** It asked that of what is there. */
  record Acted(Action action) implements KeyOwner {
    @Override
    public String id() {
      return action.target();
    }

    @Override
    public String told() {
      return "the request to " + action.verb() + " " + action.target();
    }
  }
}
