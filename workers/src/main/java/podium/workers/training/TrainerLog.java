package podium.workers.training;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.domain.Assignment;

/** What a trainer writes to the log; stateless. */
final class TrainerLog {
  private static final Logger LOG = LoggerFactory.getLogger("podium.workers.trainer");

  private TrainerLog() {}

  static void doing(Assignment assignment, String what) {
    LOG.atInfo()
        .addKeyValue("trial", assignment.trial())
        .addKeyValue("attempt", assignment.attempt())
        .log(what);
  }

  static void bug(Assignment assignment, Throwable cause) {
    LOG.atError()
        .addKeyValue("trial", assignment.trial())
        .addKeyValue("attempt", assignment.attempt())
        .setCause(cause)
        .log("attempt failed");
  }
}
