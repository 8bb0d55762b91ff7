package podium.scheduler.domain;

import java.util.List;
import podium.protocol.codec.SpecDifference;
import podium.protocol.experiment.Catalog;
import podium.protocol.request.Request;

/** The request that a key belongs to: the first one under it that was followed. Immutable. */
sealed interface KeyOwner {
  /** What it is called in the log. */
  String id();

  /** What it is, for people. */
  String told();

  /** It queued an experiment. */
  record Submitted(Experiment experiment) implements KeyOwner {
    @Override
    public String id() {
      return experiment.id();
    }

    @Override
    public String told() {
      return experiment.id();
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

  /** What another request asks differently; nothing when it is a repeat. */
  default List<String> differences(Request request, Catalog catalog) {
    return switch (this) {
      case Submitted(Experiment experiment) when request instanceof Request.Submit(var spec) ->
          // why: what a model's label means is the catalog's business, and that may have grown
          SpecDifference.between(
              Admission.canonical(experiment.spec(), catalog), Admission.canonical(spec, catalog));
      case Cancelled(String first) when request instanceof Request.Cancel cancel ->
          cancel.target().equals(first)
              ? List.of()
              : List.of("it cancels %s, was %s".formatted(cancel.target(), first));
      case Submitted ignored -> List.of("request is cancel, was submit");
      case Cancelled ignored -> List.of("request is submit, was cancel");
    };
  }
}
