package podium.workers.training.pretrained;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.workers.training.model.StateEntry;
import podium.workers.training.safetensors.SafetensorsFile;
import podium.workers.training.safetensors.TensorInfo;
import podium.workers.training.tensor.Tensors;

/**
 * A torchvision state dict in a safetensors file. Left out are the auxiliary classifiers of
 * GoogLeNet and Inception, which Podium's models do not have, and counts of batches, which change
 * nothing. For one thread.
 */
final class StateDict {
  private static final Pattern LEFT_OUT =
      Pattern.compile("(aux1|aux2|AuxLogits)\\..+|(.+\\.)?num_batches_tracked");
  private static final int SHOWN = 5;

  private final String id;
  private final SafetensorsFile file;

  StateDict(String id, SafetensorsFile file) {
    this.id = id;
    this.file = file;
  }

  /**
   * Overwrites a state with the values of the same names; nothing when they do not fit.
   *
   * @throws WeightsException naming what is missing, unknown, of another shape or not finite
   */
  void into(List<StateEntry> state) throws IOException {
    List<StateEntry> copied = fitting(state);
    for (StateEntry entry : copied) {
      DataType type = entry.parameter().getArray().getDataType();
      TensorInfo info = file.tensors().get(entry.name());
      if (info != null) {
        ByteBuffer values = Numbers.converted(file.read(entry.name()), info.type(), type);
        requireFinite(entry.name(), values, type);
        Tensors.write(entry.parameter().getArray(), values);
      }
    }
  }

  private void requireFinite(String name, ByteBuffer values, DataType type) {
    if (!Numbers.areFinite(values, type)) {
      throw new WeightsException(
          "weights %s hold numbers that are infinite or not a number, such as in %s: the training they come from diverged. Register other weights."
              .formatted(id, name));
    }
  }

  private List<StateEntry> fitting(List<StateEntry> state) {
    Map<String, TensorInfo> given = file.tensors();
    List<StateEntry> copied = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    String head = head(state);
    for (StateEntry entry : state) {
      List<Long> wanted = shape(entry);
      Optional<List<Long>> found =
          Optional.ofNullable(given.get(entry.name())).map(TensorInfo::shape);
      if (found.isEmpty()) {
        missing.add(entry.name());
      } else if (found.get().equals(wanted)) {
        copied.add(entry);
      } else if (!entry.name().startsWith(head) || !isOfOtherClasses(found.get(), wanted)) {
        misshapen.add("%s is %s, not %s".formatted(entry.name(), found.get(), wanted));
      }
    }
    Set<String> own = state.stream().map(StateEntry::name).collect(Collectors.toSet());
    List<String> unknown =
        given.keySet().stream()
            .filter(name -> !own.contains(name) && !LEFT_OUT.matcher(name).matches())
            .toList();
    refuse(missing, unknown, misshapen);
    return copied;
  }

  private void refuse(List<String> missing, List<String> unknown, List<String> misshapen) {
    String faults =
        Stream.of(
                told("missing", missing),
                told("unknown", unknown),
                told("of another shape", misshapen))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (!faults.isEmpty()) {
      throw new WeightsException(
          "weights %s do not fit the model: %s. Register the state dict of torchvision's model of that name."
              .formatted(id, faults));
    }
  }

  private static Optional<String> told(String fault, List<String> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: %s%s"
                .formatted(
                    fault,
                    String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                    names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : ""));
  }

  /** The layer that tells the classes apart: the last one, as its names begin. */
  private static String head(List<StateEntry> state) {
    String last = state.isEmpty() ? "" : state.getLast().name();
    return last.substring(0, last.lastIndexOf('.') + 1);
  }

  private static boolean isOfOtherClasses(List<Long> found, List<Long> wanted) {
    return !found.isEmpty()
        && found.size() == wanted.size()
        && found.subList(1, found.size()).equals(wanted.subList(1, wanted.size()));
  }

  private static List<Long> shape(StateEntry entry) {
    return Arrays.stream(entry.parameter().getArray().getShape().getShape()).boxed().toList();
  }
}
