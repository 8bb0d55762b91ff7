package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.Text;

/**
 * A trial that a spec makes, by its number.
 *
 * @param place where it stands in the spec when it is included; nothing for a combination
 */
record NumberedTrial(
    int number, Optional<String> place, Map<String, Object> assignment, TrialSpec spec) {

  /** Every trial of a spec, in order. */
  static List<NumberedTrial> of(ExperimentSpec spec) {
    List<NumberedTrial> all = new ArrayList<>();
    for (Map<String, Object> one : spec.kept()) {
      all.add(new NumberedTrial(all.size() + 1, Optional.empty(), one, spec.trial(one)));
    }
    for (int i = 0; i < spec.include().size(); i++) {
      Map<String, Object> one = spec.include().get(i);
      Optional<String> place = Optional.of(Text.of("include[%d]", i));
      all.add(new NumberedTrial(all.size() + 1, place, one, spec.trial(one)));
    }
    return all;
  }

  /** What is trained: equal for two trials that differ in nothing that has an effect. */
  TrialSpec effective() {
    return spec.with(Effects.effective(spec.recipe()));
  }
}
