package podium.engine.audit;

import java.util.Optional;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Precision;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;

/** How many images a trial computes at a time. Confined to its auditor. */
final class Parts {
  private final Shape shape;

  /** Whether it goes on with fewer when its memory runs out. */
  private final boolean mayShrink;

  private final int byRecipe;
  private int now;
  private int most;
  private boolean begun;

  /** What takes memory. */
  record Shape(String model, String images, int batch, Precision precision) {}

  Parts(TrialSpec spec, ExperimentSpec of) {
    Recipe recipe = spec.recipe();
    String images = recipe.imageSize() == 0 ? spec.dataset() : recipe.imageSize() + " pixels";
    this.shape = new Shape(spec.model(), images, recipe.batchSize(), recipe.precision());
    this.mayShrink = of.shrinks();
    this.byRecipe = recipe.microBatch() == 0 ? recipe.batchSize() : recipe.microBatch();
    this.now = byRecipe;
    this.most = byRecipe;
  }

  Shape shape() {
    return shape;
  }

  boolean mayShrink() {
    return mayShrink;
  }

  int byRecipe() {
    return byRecipe;
  }

  /** How many its latest attempt computes. */
  int now() {
    return now;
  }

  /** Whether it was placed since it was accepted or tried again. */
  boolean begun() {
    return begun;
  }

  /** How many the next attempt computes, where so many were too many of late. */
  int next(Optional<Integer> tooMany) {
    return mayShrink ? tooMany.map(this::below).filter(part -> part < most).orElse(most) : most;
  }

  void place(int images) {
    begun = true;
    now = images;
    most = images;
  }

  /** Its attempt ran out of memory; says whether the next one computes fewer. */
  boolean shrink() {
    if (!mayShrink || now == 1) {
      return false;
    }
    most = below(now);
    return true;
  }

  void reopen() {
    begun = false;
    now = byRecipe;
    most = byRecipe;
  }

  /** How many the next attempt computes at most. */
  int most() {
    return most;
  }

  /** The largest whole part of a batch that is at most half of so many. */
  private int below(int images) {
    int part = Math.max(1, images / 2);
    while (shape.batch() % part != 0) {
      part--;
    }
    return part;
  }
}
