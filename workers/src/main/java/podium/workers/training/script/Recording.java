package podium.workers.training.script;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** What torch records on a thread, so that gradients can be had of it; stateless. */
public final class Recording {
  private Recording() {}

  /** The result of a computation that is recorded; not to be nested. */
  public static <T> T of(Supplier<T> computation) {
    JniUtils.setGradMode(true);
    try {
      return computation.get();
    } finally {
      JniUtils.setGradMode(false);
    }
  }
}
