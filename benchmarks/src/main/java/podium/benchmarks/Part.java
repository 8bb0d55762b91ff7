package podium.benchmarks;

/** What can be measured. */
enum Part {
  /** Bare steps beside libtorch's. */
  STEP,
  /** Where a step's time goes, by a profile of native and Java functions. */
  PROFILE,
  /** Whole epochs through the trainer process. */
  EPOCH,
  /** Whole epochs beside Python's. */
  PYTHON,
  /** A folder of photos read beside torchvision's. */
  PHOTOS,
  /** How long a slot idles between trials, and how long a cold one takes. */
  IDLE,
  /** Many short trials through all of Podium beside Python, Optuna and Ray Tune. */
  SWEEP,
  /** A worker killed in the middle of an epoch, until its trial goes on elsewhere. */
  LOST,
  /** How memory grows, and how much VGG16 takes. */
  MEMORY,
  /** Requests and reports a second, placement, memory of a queue. */
  SCHEDULER,
  /** Many short trials of many owners with limits, as in Kueue's scalability test. */
  QUEUES,
  /** What a message costs the scheduler's core at 1,000 workers, 100,000 trials, 5,000 gone. */
  LIMITS,
  /** Taking a snapshot of a million ended trials, and a start behind it. */
  SNAPSHOT,
  /** The board's rows of a long log: building, keeping, listing them, and as of any offset. */
  BOARD,
  /** The leaderboard in a browser beside MLflow's, and how late it hears of an event. */
  PAGES
}
