package podium.benchmarks.child;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** On what processors spend a training step, told by the functions they are seen in. */
public enum StepTime {
  REORDERS("oneDNN's layout copies", "reorder"),
  CONVOLUTIONS("convolutions, matrix products", "dnnl|brgemm|mkldnn|mkl_|gemm"),
  COPIES("torch's copies of weights and gradients", "copy_kernel|direct_copy"),
  OPTIMIZER("optimizer", "adam"),
  LAYERS(
      "batch norm, activations, pooling, loss",
      "batch_norm|pool|threshold|clamp|relu|gelu|add_kernel|add_stub|softmax|nll_loss|fill_|zero_"
          + "|_kernel_impl|cpu_kernel|VectorizedLoop|argmax|sum_"),
  MEMORY("memory", "page_fault|mmap|munmap|malloc|calloc|free|madvise|clear_page|memset"),
  WAITING("waking and waiting of threads", "futex|gomp|GOMP|sched_yield|schedule"),
  TORCH("torch's dispatch and gradients' engine", "^(c10|at|torch|autograd)::|dispatch|_ops::"),
  BRIDGE("JNI and DJL's bridge", "Java_ai_djl|jni|JNI|checked_|djl"),
  JAVA("Java", "^(podium|ai|java|jdk|sun)/|Interpreter|libjvm|JVM|Compile|Phase|GC|Klass|Method"),
  GENERATED(
      "code that oneDNN generates for convolutions",
      "^(\\[unknown\\]$|ai/djl/pytorch/jni/PyTorchLibrary\\.)"),
  REST("rest", "$^");

  private final String title;
  private final Pattern pattern;

  StepTime(String title, String pattern) {
    this.title = title;
    this.pattern = Pattern.compile(pattern);
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What a stack belongs to, by the innermost function that is known. */
  static StepTime of(String stack) {
    List<String> frames = Arrays.asList(stack.split(";")).reversed();
    if (GENERATED.pattern.matcher(frames.getFirst()).find()) {
      // why: nobody finds the way out of such code, so Java's call that led to it is all there is;
      // functions of torch and of the bridge have names
      return GENERATED;
    }
    return frames.stream()
        .flatMap(
            frame ->
                Arrays.stream(values()).filter(kind -> kind.pattern.matcher(frame).find()).limit(1))
        .findFirst()
        .orElse(REST);
  }
}
