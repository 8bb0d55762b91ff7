package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import podium.engine.forecast.Expected;
import podium.engine.forecast.Outlook;
import podium.engine.placement.Wait;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** What is expected, as browsers and scripts read it; what is not known is not there. */
final class ExpectedJson {
  private ExpectedJson() {}

  /** Place in the queue, what it waits for, when it starts and ends, or why that is not known. */
  static ObjectNode trial(Expected expected, TrialId trial) {
    ObjectNode json = RowJson.object();
    expected.place(trial).ifPresent(place -> json.put("place", place));
    expected.wait(trial).map(Wait::told).ifPresent(told -> json.put("waits", told));
    expected.forecasts().of(trial).ifPresent(outlook -> add(json, outlook));
    return json;
  }

  private static void add(ObjectNode json, Outlook outlook) {
    outlook.start().ifPresent(it -> json.set("start", RowJson.tree(it)));
    outlook.end().ifPresent(it -> json.set("end", RowJson.tree(it)));
    outlook.unknown().ifPresent(it -> json.put("unknown", it.told()));
  }

  /** When it will be over, and what was expected of it when it was accepted. */
  static ObjectNode experiment(Expected expected, ExperimentId experiment) {
    ObjectNode json = RowJson.object();
    expected.forecasts().of(experiment).ifPresent(it -> json.set("end", RowJson.tree(it)));
    if (expected.atSubmission().containsKey(experiment)) {
      json.set("atSubmission", RowJson.tree(expected.atSubmission().get(experiment)));
    }
    return json;
  }
}
