package podium.engine.reign;

import java.time.Duration;
import podium.engine.port.Time;
import podium.engine.port.TimeContract;

/** The time of the candidates' tests is one. */
final class RealmTimeTest extends TimeContract {
  private final Realm realm = new Realm();

  @Override
  protected Time time() {
    return realm.candidate("a", Duration.ofHours(1));
  }

  @Override
  protected void pass(Duration duration) {
    realm.passes(duration);
  }
}
