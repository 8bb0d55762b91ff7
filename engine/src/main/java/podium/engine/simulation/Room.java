package podium.engine.simulation;

import podium.protocol.event.Slot;
import podium.protocol.experiment.Recipe;
import podium.protocol.message.WorkerMessage;

/**
 * How much memory there is for the images of large batches: one experiment's are alike, and so are
 * slots that are called alike. Trials of other batches always have enough.
 */
final class Room {
  /** Once in so many attempts somebody else takes most of the memory. */
  private static final int CROWDED = 12;

  private final long seed;
  private boolean crowds = true;

  Room(long seed) {
    this.seed = seed;
  }

  /** Nobody else takes memory any more. */
  void heal() {
    crowds = false;
  }

  /** Whether memory runs out after so many epochs of an attempt. */
  boolean runsOut(WorkerMessage.Train order, Slot slot, int epoch) {
    Recipe recipe = order.spec().recipe();
    if (recipe.batchSize() != Requests.BATCH) {
      return false;
    }
    String whose = order.trial().experiment() + " of " + order.spec().model();
    Chance chance = Chance.of(seed, "room for " + whose + " on " + slot.description());
    int room = chance.between(-4, 2 * Requests.BATCH);
    int from = chance.between(-2, 2);
    String attempt = order.trial() + "/" + order.attempt();
    boolean crowded = crowds && Chance.of(seed, "room of " + attempt).oneIn(CROWDED);
    return epoch >= from && recipe.partImages() > (crowded ? room / 4 : room);
  }
}
