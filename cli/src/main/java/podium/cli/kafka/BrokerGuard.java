package podium.cli.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import podium.cli.error.UserErrorException;

/** Tells a broker that runs who Podium is, and what everybody else may do. Stateless. */
final class BrokerGuard {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The least that the mechanism allows: a password of 256 random bits needs no stretching. */
  private static final int ITERATIONS = 4096;

  private BrokerGuard() {}

  /**
   * Tells the broker, and waits until it lets Podium's own parts in.
   *
   * @param broker properties of a client that it obeys already
   */
  static void set(BrokerKey key, Map<String, String> broker)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(broker))) {
      // why: who is let in by the password finds the rules for all others in force
      admin.createAcls(TopicAcls.all()).all().get();
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      BrokerKey.USER,
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS),
                      key.password())))
          .all()
          .get();
    }
    long begun = System.nanoTime();
    while (!isLetIn(key)) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new UserErrorException("it refuses the password in " + key.file());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean isLetIn(BrokerKey key) throws ExecutionException, InterruptedException {
    try (Admin admin = new KafkaSettings(key.properties()).admin()) {
      admin.describeCluster().clusterId().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SaslAuthenticationException) {
        return false;
      }
      throw e;
    }
  }
}
