package podium.dashboard.domain;

import java.util.EnumMap;
import java.util.Map;
import podium.engine.forecast.Expected;
import podium.engine.placement.Wait;

/** What trials wait for, without what is particular to each. */
public enum WaitReason {
  PAUSED,
  RUNG,
  BACK_OFF,
  CHECKPOINT_AWAY,
  NOT_OFFERED,
  LIMIT,
  RESERVED,
  CLOSED,
  MAKING_WAY,
  NO_FREE_SLOT;

  /** That of a trial. */
  static WaitReason of(Wait wait) {
    return switch (wait) {
      case Wait.OfPeople it -> PAUSED;
      case Wait.AtRung it -> RUNG;
      case Wait.BackOff it -> BACK_OFF;
      case Wait.CheckpointAway it -> CHECKPOINT_AWAY;
      case Wait.NotOffered it -> NOT_OFFERED;
      case Wait.Limit it -> LIMIT;
      case Wait.RoomKept it -> LIMIT;
      case Wait.Gathering it -> RESERVED;
      case Wait.ReservedFor it -> RESERVED;
      case Wait.Closed it -> CLOSED;
      case Wait.MakingWay it -> MAKING_WAY;
      case Wait.NoFreeSlot it -> NO_FREE_SLOT;
    };
  }

  /** How many wait for what; each reason is there. */
  public static Map<WaitReason, Long> count(Expected expected) {
    Map<WaitReason, Long> counts = new EnumMap<>(WaitReason.class);
    for (WaitReason reason : values()) {
      counts.put(reason, 0L);
    }
    expected.waits().values().forEach(wait -> counts.merge(of(wait), 1L, Long::sum));
    return counts;
  }
}
