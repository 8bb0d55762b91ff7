package podium.engine.worker;

/** What a worker that stops waits for no longer than a time. */
public enum Reminder {
  /** That its slots are done with what they train. */
  STOP_OVER,
  /** That its last reports are answered. */
  FAREWELL_OVER
}
