package podium.workers.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What was thrown within training as a person should read it; stateless. */
final class Failures {
  private static final String TRACE = "; the whole trace is in the trainer's log";
  private static final String PODIUM = "podium.";
  private static final List<String> NOT_OWN =
      List.of(
          PODIUM,
          "ai.djl.",
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "org.slf4j.",
          "ch.qos.logback.",
          "com.fasterxml.");
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");
  private static final Pattern MATRICES =
      Pattern.compile("mat1 and mat2 shapes cannot be multiplied \\(([^)]*)\\)");
  private static final Pattern TOO_SMALL =
      Pattern.compile(
          "Output size is too small|Kernel size can't be greater than actual input size");
  private static final Pattern OUT_OF_BOUNDS =
      Pattern.compile("(?:Target|index) -?(\\d+) is out of bounds");

  private Failures() {}

  /** Why a batch of one cannot be trained, and what helps. */
  static String batchOfOne(String model, OptionalInt nextImage) {
    return oneImage("a batch of one image", "batchSize", model, nextImage);
  }

  /** The same of batches that are computed image by image. */
  static String partOfOne(String model, OptionalInt nextImage) {
    return oneImage("one image at a time", "microBatch", model, nextImage);
  }

  private static String oneImage(String what, String field, String model, OptionalInt nextImage) {
    return "%s cannot train %s here: batch normalisation sees a single value for each channel. Set %s 2 or more, %s or take a model without batch normalisation."
        .formatted(
            what,
            model,
            field,
            nextImage.isPresent()
                ? "imageSize %d or more,".formatted(nextImage.getAsInt())
                : "a larger imageSize,");
  }

  /** What happened, in a line, for a trial of that model and batch size. */
  static String words(Throwable thrown, String model, int batchSize) {
    String text = chain(thrown).map(Failures::text).reduce("", (all, one) -> all + "\n" + one);
    if (batchSize == 1 && text.contains("Expected more than 1 value per channel")) {
      return batchOfOne(model, OptionalInt.empty());
    }
    if (TOO_SMALL.matcher(text).find()) {
      return "the images are too small for %s: nothing is left of them for one of its layers%s. Set a larger imageSize."
          .formatted(model, place(thrown));
    }
    Matcher matrices = MATRICES.matcher(text);
    if (matrices.find()) {
      return "a linear layer of %s gets another number of values than it was built for (%s, as images x values and values x outputs)%s. Its inputs depend on imageSize; pool them to a fixed size, or build it for that one."
          .formatted(model, matrices.group(1), place(thrown));
    }
    Matcher label = OUT_OF_BOUNDS.matcher(text);
    if (chain(thrown).anyMatch(Failures::isOfTorch) && label.find()) {
      return "an index, such as a label, is %s and so beyond what %s has room for%s%s"
          .formatted(label.group(1), model, place(thrown), TRACE);
    }
    if (thrown instanceof LinkageError) {
      return "a class that %s needs is missing or of another version: %s%s. Put its jar into PODIUM_CLASSPATH%s"
          .formatted(model, line(thrown), place(thrown), TRACE);
    }
    if (isOfTorch(thrown)) {
      return "torch refuses to train %s: %s%s%s"
          .formatted(model, line(thrown), place(thrown), TRACE);
    }
    return own(thrown).isPresent()
        ? "%s: %s%s%s".formatted(name(thrown), line(thrown), place(thrown), TRACE)
        : "a fault within Podium: %s (%s)%s%s"
            .formatted(line(thrown), name(thrown), place(thrown), TRACE);
  }

  /**
   * Whether the same would happen again to whoever begins anew: so it is with what follows from
   * model, data and recipe alone, and not with files, transfers, memory and GPUs.
   */
  static boolean isCertain(Throwable thrown) {
    return chain(thrown).noneMatch(Failures::mayPass) && chain(thrown).anyMatch(Failures::isFixed);
  }

  private static boolean mayPass(Throwable thrown) {
    String text = text(thrown).toLowerCase(Locale.ROOT);
    return thrown instanceof IOException
        || thrown instanceof UncheckedIOException
        || thrown instanceof TimeoutException
        || thrown instanceof InterruptedException
        || thrown instanceof OutOfMemoryError
        || Stream.of("cuda", "cudnn", "cublas", "nccl", "memory").anyMatch(text::contains);
  }

  private static boolean isFixed(Throwable thrown) {
    return isOfTorch(thrown)
        || thrown instanceof IllegalArgumentException
        || thrown instanceof NoSuchElementException
        || thrown instanceof IndexOutOfBoundsException
        || thrown instanceof NullPointerException
        || thrown instanceof ClassCastException
        || thrown instanceof ArithmeticException
        || thrown instanceof ArrayStoreException
        || thrown instanceof NegativeArraySizeException
        || thrown instanceof UnsupportedOperationException
        || thrown instanceof StackOverflowError
        || thrown instanceof LinkageError;
  }

  private static boolean isOfTorch(Throwable thrown) {
    return thrown instanceof ai.djl.engine.EngineException;
  }

  /** Where it happened: in own code if that is on the way, else in Podium, else where it began. */
  private static String place(Throwable thrown) {
    return own(thrown)
        .or(() -> chain(thrown).flatMap(Failures::frames).filter(Failures::isPodium).findFirst())
        .or(() -> frames(thrown).findFirst())
        .map(frame -> " (in " + described(frame) + ")")
        .orElse("");
  }

  private static Optional<StackTraceElement> own(Throwable thrown) {
    return chain(thrown).flatMap(Failures::frames).filter(Failures::isOwn).findFirst();
  }

  private static boolean isOwn(StackTraceElement frame) {
    return NOT_OWN.stream().noneMatch(frame.getClassName()::startsWith);
  }

  private static boolean isPodium(StackTraceElement frame) {
    return frame.getClassName().startsWith(PODIUM);
  }

  private static String described(StackTraceElement frame) {
    String method =
        frame.getClassName() + "." + LAMBDA.matcher(frame.getMethodName()).replaceFirst("$1");
    return frame.getFileName() == null
        ? method
        : "%s, %s:%d".formatted(method, frame.getFileName(), frame.getLineNumber());
  }

  /** Those down to where Podium comes in; below are only threads and who starts them. */
  private static Stream<StackTraceElement> frames(Throwable thrown) {
    List<StackTraceElement> all = List.of(thrown.getStackTrace());
    return IntStream.range(0, all.size()).filter(at -> isPodium(all.get(at))).max().stream()
        .mapToObj(last -> all.subList(0, last + 1))
        .findFirst()
        .orElse(all)
        .stream();
  }

  /** What was thrown, then its causes. */
  static Stream<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Throwable at = thrown;
    while (at != null && !chain.contains(at)) {
      chain.add(at);
      at = at.getCause();
    }
    return chain.stream();
  }

  private static String name(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    return name.isEmpty() ? thrown.getClass().getName() : name;
  }

  /** The line of a message that says what is wrong; the interpreter of torch has it last. */
  private static String line(Throwable thrown) {
    String text = text(thrown);
    return text.lines()
        .filter(line -> line.startsWith("RuntimeError: "))
        .map(line -> line.substring("RuntimeError: ".length()))
        .findFirst()
        .or(() -> text.lines().filter(line -> !line.isBlank()).findFirst())
        .orElse("it says no more");
  }

  private static String text(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse("");
  }
}
