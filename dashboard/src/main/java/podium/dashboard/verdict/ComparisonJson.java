package podium.dashboard.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A comparison for other programs; shares from 0 to 1. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** The groups, best first, and what is told of some pairs of them. */
  public static ObjectNode of(Comparison comparison, List<Verdict> verdicts, double certainty) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("certainty", certainty);
    json.put("comparisons", comparison.pairs());
    ArrayNode groups = json.putArray("groups");
    for (Group group : comparison.ranked()) {
      ObjectNode one = groups.addObject().put("group", group.name()).put("mean", group.mean());
      ArrayNode scores = one.putArray("scores");
      group
          .scores()
          .forEach(it -> scores.addObject().put("seed", it.seed()).put("value", it.value()));
    }
    ArrayNode told = json.putArray("verdicts");
    verdicts.forEach(verdict -> told.add(verdict(verdict)));
    return json;
  }

  private static ObjectNode verdict(Verdict verdict) {
    ObjectNode one =
        JsonNodeFactory.instance
            .objectNode()
            .put("better", verdict.better().name())
            .put("other", verdict.other().name())
            .put("shown", verdict.shown())
            .put("seeds", verdict.seeds())
            .put("paired", verdict.paired())
            .put("difference", verdict.difference());
    if (!Double.isInfinite(verdict.low())) {
      one.put("low", verdict.low()).put("high", verdict.high());
    }
    verdict.luck().ifPresent(share -> one.put("luck", share));
    verdict.moreSeeds().ifPresent(more -> one.put("moreSeeds", more));
    return one;
  }
}
