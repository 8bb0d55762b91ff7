package podium.workers.training.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import podium.workers.training.data.DatasetException;

/**
 * A dictionary that Python pickled, with lists, texts and numpy's arrays of bytes in it; nothing of
 * what a pickle names is ever called. Immutable.
 */
final class PythonPickle {
  static {
    for (String module : List.of("numpy.core.multiarray", "numpy._core.multiarray")) {
      Unpickler.registerConstructor(module, "_reconstruct", arguments -> new NumpyArray());
    }
    Unpickler.registerConstructor("numpy", "dtype", arguments -> new NumpyType());
    Unpickler.registerConstructor("numpy", "ndarray", new Name());
  }

  private final String file;
  private final Map<?, ?> values;

  private PythonPickle(String file, Map<?, ?> values) {
    this.file = file;
    this.values = values;
  }

  /** A class that is named and never made. */
  private static final class Name implements IObjectConstructor {
    @Override
    public Object construct(Object[] arguments) {
      throw new PickleException("an array cannot be made by a call");
    }
  }

  /** What numpy says of an array's elements; not looked at. */
  public static final class NumpyType {
    @SuppressWarnings("MemberName") // why: the pickle library calls it by Python's name
    public void __setstate__(Object[] state) {
      // why: that they are single bytes shows in how many there are
    }
  }

  /** An array; its state is version, shape, type, order and bytes. */
  public static final class NumpyArray {
    private byte[] bytes = new byte[0];

    @SuppressWarnings("MemberName") // why: the pickle library calls it by Python's name
    public void __setstate__(Object[] state) {
      bytes = asBytes(state[state.length - 1]).orElseThrow(() -> new PickleException("no bytes"));
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /**
   * Reads a pickle.
   *
   * @throws DatasetException when it is none, or is cut off
   */
  static PythonPickle of(String file, byte[] content) {
    Unpickler unpickler = new Unpickler();
    try {
      if (unpickler.loads(content) instanceof Map<?, ?> values) {
        return new PythonPickle(file, values);
      }
      throw new DatasetException("%s holds no dictionary of Python's".formatted(file));
    } catch (IOException | RuntimeException e) {
      if (e instanceof DatasetException known) {
        throw known;
      }
      throw new DatasetException(
          "%s is no pickle of Python's, or is cut off; fetch it anew.".formatted(file), e);
    } finally {
      unpickler.close();
    }
  }

  /** The value under a key, which Python may have written as text or as bytes. */
  private Optional<Object> find(String key) {
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      Object name = entry.getKey();
      String text =
          asBytes(name)
              .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
              .orElseGet(() -> String.valueOf(name));
      if (text.equals(key)) {
        return Optional.ofNullable(entry.getValue());
      }
    }
    return Optional.empty();
  }

  private Object get(String key) {
    return find(key)
        .orElseThrow(() -> new DatasetException("%s has no '%s'.".formatted(file, key)));
  }

  /** The bytes of an array. */
  byte[] bytes(String key) {
    Object value = get(key);
    return value instanceof NumpyArray array
        ? array.bytes()
        : asBytes(value)
            .orElseThrow(
                () -> new DatasetException("%s has no bytes as '%s'.".formatted(file, key)));
  }

  /** A list of whole numbers. */
  int[] numbers(String key) {
    if (get(key) instanceof List<?> list && list.stream().allMatch(one -> one instanceof Number)) {
      return list.stream().mapToInt(one -> ((Number) one).intValue()).toArray();
    }
    throw new DatasetException("%s has no list of numbers as '%s'.".formatted(file, key));
  }

  /** A list of texts. */
  List<String> texts(String key) {
    if (get(key) instanceof List<?> list) {
      return list.stream()
          .map(
              one ->
                  asBytes(one)
                      .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                      .orElseGet(() -> String.valueOf(one)))
          .toList();
    }
    throw new DatasetException("%s has no list of texts as '%s'.".formatted(file, key));
  }

  /** Bytes as Python 3 writes them, or as the texts of Python 2, of which each is a byte. */
  private static Optional<byte[]> asBytes(Object value) {
    return value instanceof byte[] bytes
        ? Optional.of(Arrays.copyOf(bytes, bytes.length))
        : value instanceof String text
            ? Optional.of(text.getBytes(StandardCharsets.ISO_8859_1))
            : Optional.empty();
  }
}
