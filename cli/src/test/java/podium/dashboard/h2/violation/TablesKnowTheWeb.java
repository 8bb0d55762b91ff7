package podium.dashboard.h2.violation;

import java.util.Optional;

/** Breaks rules on purpose: tables that know the web room. */
public record TablesKnowTheWeb(Optional<podium.dashboard.http.violation.KafkaInTheWebRoom> web) {
  Class<?> known() {
    return podium.dashboard.http.violation.KafkaInTheWebRoom.class;
  }
}
