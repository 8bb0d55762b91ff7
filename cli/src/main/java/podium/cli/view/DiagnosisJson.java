package podium.cli.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import podium.engine.audit.Diagnosis;
import podium.engine.audit.Diagnosis.Places;
import podium.protocol.id.TrialId;

/** What a log holds and what of it is damaged, for other programs. Stateless. */
public final class DiagnosisJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DiagnosisJson() {}

  /**
   * All of it.
   *
   * @param requests the topic beside it; empty where there is none, or another one
   * @param advice what to do
   */
  public static ObjectNode of(
      Diagnosis diagnosis, Optional<DoctorRequests> requests, boolean whole, List<String> advice) {
    ObjectNode json = JSON.createObjectNode().put("whole", whole);
    ArrayNode terms = json.putArray("terms");
    for (Diagnosis.Term term : diagnosis.terms()) {
      terms
          .addObject()
          .put("term", term.term())
          .put("format", term.format())
          .put("from", term.from())
          .put("to", term.to())
          .put("records", term.entries())
          .put("since", term.since().toString())
          .put("scheduler", term.incarnation());
    }
    ArrayNode voided = json.putArray("voided");
    diagnosis.voided().forEach((cause, places) -> put(voided, "why", cause.meaning(), places));
    ArrayNode unknown = json.putArray("notUnderstood");
    diagnosis.notUnderstood().forEach((type, places) -> put(unknown, "type", type, places));
    ArrayNode breaks = json.putArray("breaks");
    for (Diagnosis.Break broken : diagnosis.breaks()) {
      breaks
          .addObject()
          .put("offset", broken.offset())
          .put("term", broken.term())
          .put("expected", broken.expected())
          .put("found", broken.found())
          .put("voided", broken.voided());
    }
    ObjectNode cost = json.putObject("cost");
    cost.put("epochs", diagnosis.cost().epochs()).put("ends", diagnosis.cost().ends());
    ArrayNode trials = cost.putArray("trials");
    diagnosis.cost().trials().stream().map(TrialId::value).forEach(trials::add);
    requests.ifPresent(
        it ->
            json.putObject("requests")
                .put("inTopic", it.there())
                .put("notRead", it.waiting())
                .put("withoutFact", it.lacking()));
    ArrayNode toDo = json.putArray("advice");
    advice.forEach(toDo::add);
    return json;
  }

  private static void put(ArrayNode all, String name, String value, Places places) {
    all.addObject()
        .put(name, value)
        .put("records", places.count())
        .put("first", places.first())
        .put("last", places.last());
  }
}
