package podium.engine.state;

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

  /** It cancelled what is called so. */
  record Cancelled(String target) implements KeyOwner {
    @Override
    public String id() {
      return target;
    }

    @Override
    public String told() {
      return "the request to cancel " + target;
    }
  }
}
