package podium.engine.audit;

/** What holds in every log that a sound scheduler wrote. */
public enum Invariant {
  VALUES_FIT("what stands in a fact is such as its type means"),
  TIMES_NEVER_BACK("no fact is earlier than the one before; only a claim may be"),
  TERMS_GROW_BY_ONE(
      "a term follows the one before, and its facts, all of one scheduler, are 0, 1, 2, ..."),
  STOOD_DOWN_LAST("a scheduler that says that it decides nothing any more writes nothing more"),
  LOG_NAMED("a reign names the log that it reigns over"),
  ONE_FACT_A_REQUEST("each request leaves one fact, in the order of its partition"),
  LOSSES_TOLD("requests are told lost once, and only those that have no fact"),
  NAMES_DENSE("experiments and trials are numbered from 1 on, none left out, none twice"),
  SUGGESTED_IN_TURN(
      "a search that learns has its next trial once the last one got a slot, a new point, and none"
          + " beyond its number"),
  EXPECTED_OF_WHAT_WAS_SEEN(
      "when an experiment will be over is said only of models that were trained before, of none"
          + " that may be stopped early, and is no time that is over"),
  KEYS_HAVE_ONE_OWNER("a key belongs to the first request under it, and duplicates point there"),
  NAMES_KNOWN("a fact speaks of trials and workers that are there"),
  WORKERS_LIVE_ONCE(
      "a worker is suspected, heard again, lost or gone in that order, and not early"),
  WAITING_ONE_PLACED("only a trial that waits and that nobody cancelled is placed"),
  ATTEMPTS_GROW_BY_ONE("the attempts of a trial are 1, 2, 3, ..."),
  PLACED_ON_A_LIVE_WORKER("a trial is placed on a worker that is registered, heard and stays"),
  PLACED_ON_A_SLOT("a trial is placed on a slot that its worker registered"),
  ONE_ATTEMPT_A_SLOT("a slot has one attempt at a time, and none while another may be on it"),
  FREED_IF_STUCK("only a slot on which an attempt may be that is over is told free"),
  RUNNING_WITHIN_SLOTS("attempts have no more slots than live workers have"),
  SLOTS_TOGETHER("a trial has as many slots as it needs, all of one worker"),
  RESERVED_FOR_WHO_WAITS(
      "slots are reserved for a trial that waits and could have them, as many as it needs; for one"
          + " at a time, unless another has a higher priority"),
  RESERVED_IS_KEPT(
      "a reserved slot is given to no other trial, unless that has a higher priority, or ends"
          + " before the reservation does by what such epochs took of late"),
  SHRUNK_FOR_MEMORY(
      "an attempt computes fewer images at a time than its recipe says only where its experiment"
          + " asks for that, and an attempt of its trial, or one like it on such a device, ran out"
          + " of memory; and then it does"),
  PLACED_WHERE_OFFERED("a trial is placed where its device, model, data set and weights are"),
  NOT_BEFORE_ITS_TIME("a trial that waits for a time is not placed before it"),
  RESUMES_FROM_WHAT_COUNTED(
      "an attempt goes on from the trial's newest checkpoint, which counted, was not superseded,"
          + " and is seen by its worker"),
  NEVER_AFRESH_WITH_A_CHECKPOINT(
      "a trial that has a checkpoint does not begin at epoch 0, unless a fact says so"),
  FORKED_FROM_WHAT_STAYS(
      "a fork begins with the last, the best or an every n-th checkpoint of a trial that ended, of"
          + " its own model, and trains further"),
  BASES_STAY("no trial is tried again while a fork waits for its checkpoint"),
  RESTARTED_AFTER_THE_WAIT(
      "a trial leaves its newest checkpoint only after the wait, in the queue"),
  NOTHING_BY_OTHERS("only the attempt that is placed reports"),
  SEQUENCES_DENSE("the reports of an attempt are 1, 2, 3, ..."),
  EPOCHS_FOLLOW("the epochs of an attempt follow the one it went on from, one by one"),
  ADRIFT_NOT_COUNTED("reports of an attempt whose worker is lost count only after it is readopted"),
  READOPTED_WHEN_BACK(
      "a lost worker's attempt goes on only with that worker, once it says that it still has it"),
  STOPPED_WITH_CAUSE(
      "an attempt that trains is told once to stop, as HUNG, or as TIMEOUT when the limit that"
          + " stands then is over"),
  HOLDER_NOT_FENCED("a report of the attempt that is placed, by its holder, is not fenced"),
  ENDED_BY_WHO_KNOWS(
      "an attempt that its worker did not end is ended only if that worker is gone, has not got it,"
          + " or let a deadline pass"),
  ENDED_AS_ASKED(
      "an attempt that is to stop ends so, unless it succeeded before anybody cancelled it, and a"
          + " cancelled trial ends CANCELLED"),
  ENDED_ONCE("a trial ends once, and nothing comes after"),
  SUCCEEDED_AFTER_ALL_EPOCHS("a trial succeeded only if its attempt did, with every epoch"),
  CANCELLED_IF_ASKED("a trial is cancelled only if somebody asked for it"),
  PAUSED_AS_ASKED(
      "a trial waits for people only if somebody paused it, and then for nothing else until"
          + " somebody resumes it"),
  RETRIED_IF_ENDED(
      "only a trial that failed, was cancelled or stopped is tried again, with new budgets"),
  STOPPED_BY_RULE(
      "a trial is stopped only by its experiment's rule, and only if its figures in the log say"
          + " so"),
  HELD_AT_A_RUNG(
      "a trial is held only at a rung at which too many others are better, and then for nothing"
          + " but a promotion"),
  PROMOTED_IF_HELD(
      "only a trial that is held at a rung is promoted: one of the best there, or the best that is"
          + " left"),
  PREEMPTED_FOR_HIGHER(
      "an attempt makes way only for a trial that waits, whose experiment asks for that, and whose"
          + " priority is higher by more than the times that it made way before"),
  LIMITS_KEPT("no experiment and no owner is given more slots than its limit allows"),
  ROOM_IS_KEPT(
      "what an owner's limit leaves is given to no trial while one before it in the order waits for"
          + " several slots together, and would be left too few"),
  DRAINED_GETS_NOTHING("a slot that people drained gets nothing new"),
  LEFT_OUT_WITH_CAUSE(
      "a slot is left out only if the last attempts on it failed by no fault of theirs, and is"
          + " tried again after its rest"),
  LEFT_OUT_GETS_NOTHING("a slot that is left out gets nothing"),
  ONE_WORKER_A_GPU(
      "a GPU that several workers offer is one's; the others' slots on it are left out, and only as"
          + " long as that one is there"),
  ARCHIVED_IS_QUIET(
      "an experiment is archived only if nothing of it waits or trains, and nothing of it is"
          + " resumed or tried again before it is unarchived"),
  BUDGETS_KEPT("failures and losses end a trial when its budget is spent, and not before"),
  DUE_WAS_DONE("what is due is done before anything else happens");

  private final String meaning;

  Invariant(String meaning) {
    this.meaning = meaning;
  }

  /** What it says, in one line. */
  public String meaning() {
    return meaning;
  }
}
